export { BiViewKeeper } from './bi-view.store.js';
