export { CostEntity } from './cost.entity.js';
export { COST_PER_TICKET, costPerTicketByMonth, type CostPerTicket } from './cost.loader.js';
export { CostResolver, CustomerCostResolver } from './cost.resolver.js';
