export { BoardDelegationEntity } from './board-delegation.entity.js';
export { BoardDelegationResolver, BoardDelegationsResolver } from './board-delegation.resolver.js';
export { findDelegations } from './board-delegation.store.js';
