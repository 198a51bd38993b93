export { reportedCost, type CostAmount } from './cost-amount.rules.js';
export { CostEntity } from './cost.entity.js';
export { COST_PER_TICKET, costPerTicketByMonth } from './cost.loader.js';
export { CostResolver, CustomerCostResolver } from './cost.resolver.js';
export { CLASS_RULES, classOf, CostClass, RULES_VERSION } from './cost.rules.js';
