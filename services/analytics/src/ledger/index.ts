export { loadLedger, loadWorstOpenImpact } from './ledger.loader.js';
export { LedgerMemory } from './ledger.memory.js';
export { customerMergeHandlers, ledgerHandlers } from './ledger.projection.js';
export { impactsOn, ledgerIndex, type LedgerIndex, type StatedPiece } from './ledger.rules.js';
export { clearLedger, findHitCustomers, readStated, type TouchedPiece } from './ledger.store.js';
