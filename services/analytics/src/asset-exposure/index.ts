export { IncidentExposureResolver } from './incident-exposure.resolver.js';
