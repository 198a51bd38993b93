export { IntakeResolver } from './intake.resolver.js';
export { findReceived } from './received-message.store.js';
