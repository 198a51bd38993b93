export { reportedCost } from './cost-amount.rules.js';
export { CostEntity } from './cost.entity.js';
export { costPerTicketByMonth } from './cost.loader.js';
export { CostResolver, CustomerCostResolver } from './cost.resolver.js';
export { CLASS_RULES, classOf, COST_PER_TICKET, CostClass, RULES_VERSION } from './cost.rules.js';
