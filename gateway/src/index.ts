import './environment.js';

export {
  mintToken,
  readLocalKey,
  type AuthenticationOptions,
  type LocalKey,
} from './authentication/index.js';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.js';
export { DEFAULT_LIMITS, type Limits } from './limits/index.js';
export type { LocalSubgraph, RemoteSubgraph } from './subgraphs/index.js';
export { composeSupergraph, type SubgraphDefinition } from './supergraph.js';
export { readWebhookSecrets, webhookVariables, type WebhookSecrets } from './webhooks/index.js';
