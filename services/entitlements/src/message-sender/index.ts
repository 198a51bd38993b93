export { MessageSenderResolver } from './message-sender.resolver.js';
