export { ContactStepResolver } from './contact-step.resolver.js';
