export { viewerReferences, ViewerResolver } from './viewer.resolver.js';
