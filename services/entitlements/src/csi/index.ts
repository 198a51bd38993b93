export { CsiResolver } from './csi.resolver.js';
