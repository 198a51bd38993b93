export type { MessageForwarding } from './message.js';
export { messageRoutes } from './message.route.js';
