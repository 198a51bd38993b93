export { PostmortemEntity } from './postmortem.entity.js';
export {
  PostmortemActionResolver,
  PostmortemOfIncidentResolver,
  PostmortemResolver,
  ReasonForOutageResolver,
} from './postmortem.resolver.js';
export { postmortemDueAt } from './postmortem.rules.js';
export { findOwedBy } from './postmortem.store.js';
