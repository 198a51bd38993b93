export { viewerReferences, ViewerResolver } from './viewer.resolver.js';
export { Viewer } from './viewer.types.js';
