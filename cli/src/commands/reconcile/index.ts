export { reconcileCommand } from './reconcile.command.js';
