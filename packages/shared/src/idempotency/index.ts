export {
  IDEMPOTENCY_RETENTION_DAYS,
  idempotently,
  pruneIdempotencyRecords,
  type IdempotentRequest,
} from './idempotency.js';
