export { HandlingResolver } from './handling.resolver.js';
