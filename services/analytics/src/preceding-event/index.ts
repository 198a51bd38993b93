export {
  summarize,
  type CustomerDay,
  type Preceding,
  type PrecedingSummary,
} from './preceding-event.rules.js';
export { readPreceding, readPrecedingTroubles } from './preceding-event.store.js';
