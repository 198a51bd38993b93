export { loadAccounts, loadAgreements, loadVisibleCustomers } from './account.loader.js';
export { accountHandlers } from './account.projection.js';
export {
  amountsOf,
  candidatesOf,
  creditOf,
  dateAt,
  revenueOn,
  type AccountProduct,
  type ServiceAccount,
} from './account.rules.js';
export { clearAccounts } from './account.store.js';
