export { ConversationResolver, TicketConversationResolver } from './conversation.resolver.js';
export { checkAttachments } from './conversation.rules.js';
export { findOpening } from './conversation.store.js';
export { AttachmentInput } from './conversation.types.js';
export { addMessage, keepWith } from './message.service.js';
