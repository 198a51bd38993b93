export { fillIntelligence } from './fill.js';
export { SMALL_BOOK, LARGE_BOOK, type BookShape } from './shape.js';
