export type { DeliveryForwarding } from './delivery.js';
export { notAuthentic, notConfigured, notDelivered, notReadable, WebhookRefusal } from './webhook.errors.js';
export {
  readWebhookSecrets,
  variableOf,
  webhookVariables,
  type MessageChannel,
  type SourceSecret,
  type WebhookSecrets,
} from './webhook-secrets.js';
export { webhookRoutes } from './webhook.route.js';
