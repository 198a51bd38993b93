export { measureCalls } from './calls.js';
