export { loadAccounts, loadAgreements, loadVisibleCustomers } from './account.loader.js';
export { agreementTermsChanged } from './agreement-terms.projection.js';
export { AccountMemory } from './account.memory.js';
export { accountHandlers } from './account.projection.js';
export {
  accountOf,
  addAll,
  amountsOf,
  dateAt,
  NO_SUMS,
  sumOf,
  type Credit,
  type ServiceAccount,
  type Sums,
} from './account.rules.js';
export { clearAccounts } from './account.store.js';
