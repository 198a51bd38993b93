export { AttainmentResolver } from './attainment.resolver.js';
export { attainmentMonths, loadAttainment, responseMonths } from './attainment.loader.js';
export { type AttainmentFigures } from './attainment.store.js';
