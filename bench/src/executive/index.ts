export { executiveReport, measureExecutive } from './executive.js';
