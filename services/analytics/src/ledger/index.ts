export { loadLedger, loadWorstOpenImpact } from './ledger.loader.js';
export { ledgerHandlers } from './ledger.projection.js';
export { impactsOn, type LedgerIndex } from './ledger.rules.js';
export { clearLedger } from './ledger.store.js';
