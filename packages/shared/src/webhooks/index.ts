export { isWebhookSecret, sendSigned, type WebhookEndpoint } from './signed-webhook.js';
export { WebhookUnanswered } from './webhook-request.js';
