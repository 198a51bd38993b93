export type { DeliveryForwarding } from './delivery.js';
export { readWebhookSecrets, type WebhookSecrets } from './webhook-secrets.js';
export { webhookRoutes } from './webhook.route.js';
