export { ChangeOutcomesResolver } from './change-outcome.resolver.js';
export { outcomesOf, type OutcomesByKind } from './change-outcome.rules.js';
export { changeMonths } from './change-outcome.store.js';
