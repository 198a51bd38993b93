export { measureImport } from './import-speed.js';
