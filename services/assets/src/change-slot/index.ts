export { ChangeSlotResolver } from './change-slot.resolver.js';
