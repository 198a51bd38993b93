export { graphRoute, pagesOf, type GraphAsking, type GraphRouteParts, type Page } from './graph-route.js';
export { sendGraphiQL } from './graphiql.js';
export { reportHealth } from './health.js';
export { listen } from './listen.js';
export { answerErrors, identifyRequests, logRequests, stateOf } from './request.js';
