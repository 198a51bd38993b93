export { sendGraphiQL } from './graphiql.js';
export { reportHealth } from './health.js';
export { listen } from './listen.js';
export { refusalOf } from './refusal.js';
export { answerErrors, identifyRequests, logRequests, stateOf } from './request.js';
