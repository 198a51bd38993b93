export { ThirdPartyCaseEntity } from './third-party-case.entity.js';
export { ThirdPartyCaseResolver, TicketThirdPartyResolver } from './third-party-case.resolver.js';
