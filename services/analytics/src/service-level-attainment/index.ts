export { AttainmentResolver } from './attainment.resolver.js';
export { loadAttainment } from './attainment.loader.js';
export { type AttainmentFigures } from './attainment.store.js';
