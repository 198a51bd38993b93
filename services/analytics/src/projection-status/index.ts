export { ProjectionStatusResolver, type StatusMachinery } from './projection-status.resolver.js';
