export { IntakeResolver } from './intake.resolver.js';
