export { CohortResolver } from './cohort.resolver.js';
