export { BiLoginEntity } from './bi-login.entity.js';
export { BiLoginResolver } from './bi-login.resolver.js';
