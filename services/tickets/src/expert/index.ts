export { ExpertResolver, TicketExpertsResolver } from './expert.resolver.js';
