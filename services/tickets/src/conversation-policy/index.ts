export { ConversationPolicyEntity } from './conversation-policy.entity.js';
export { ConversationPolicyResolver } from './conversation-policy.resolver.js';
export { findConversationPolicy } from './conversation-policy.store.js';
