export { TicketLinkResolver, TicketLinksResolver } from './ticket-link.resolver.js';
export { cyclic, TicketLinkType } from './ticket-link.rules.js';
export { removeLinks, storeLinks } from './ticket-link.service.js';
export { findLinksOf, leadsTo } from './ticket-link.store.js';
