export { caseAllowanceProjection } from './asker.projection.js';
export { requireActiveCaller, requireActiveContact, requireCasesLeft } from './asker.service.js';
