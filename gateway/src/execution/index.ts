export { admissionPlugin, hideUnexpected } from './admission.plugin.js';
export { guardGateway } from './guarded-gateway.js';
