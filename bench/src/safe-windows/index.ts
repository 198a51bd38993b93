export { measureSafeWindows } from './safe-windows.js';
