export { biViews } from './bi-view.rules.js';
export { BiViewKeeper } from './bi-view.store.js';
