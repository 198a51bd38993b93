export { loadHistory } from './history.loader.js';
export { HistoryConnection } from './history.types.js';
