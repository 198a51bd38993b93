export { measureWorkList, workListReport } from './work-list.js';
