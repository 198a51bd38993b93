export { inTurn, keeping, ofNoun, type Handlers } from './copy.projection.js';
export { Copies, newestOf, recordsText, type CopyRow } from './copy.store.js';
export { field, optional } from './event-fields.js';
