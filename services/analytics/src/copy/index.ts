export { inTurn, keeping, ofNoun, type Handlers } from './copy.projection.js';
export { Copies, newestOf } from './copy.store.js';
export { field, optional } from './event-fields.js';
