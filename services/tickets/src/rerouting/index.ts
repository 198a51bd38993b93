export { ReroutingResolver } from './rerouting.resolver.js';
export { withRoute } from './rerouting.service.js';
