export { SuggestedArticlesResolver } from './knowledge.resolver.js';
