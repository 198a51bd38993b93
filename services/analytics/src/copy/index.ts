export { Copies, newestOf } from './copy.store.js';
export { field, optional } from './event-fields.js';
