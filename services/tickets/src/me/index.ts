export {
  AgentDeskResolver,
  agentDeskReferences,
  ContactDeskResolver,
  OnCallDutyResolver,
  PartnerDeskResolver,
  viewerReferences,
  ViewerResolver,
} from './me.resolver.js';
