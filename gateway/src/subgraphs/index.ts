export { contactLookupOf } from './contact-lookup.js';
export { deliveryForwardingOf } from './delivery-forwarding.js';
export { keyLookupOf } from './key-lookup.js';
export { messageForwardingOf } from './message-forwarding.js';
export { LocalSource } from './local.source.js';
export { RemoteSource } from './remote.source.js';
export { unexpectedMessage } from './subgraph.errors.js';
export type {
  LocalSubgraph,
  RemoteSubgraph,
  RequestContext,
  RequestFacts,
  SubgraphReadiness,
} from './subgraphs.js';
