export { hasRole, ROLES, scopeOf, type Principal, type Role, type Scope } from './principal.js';
export { signInternalToken, verifyInternalToken } from './internal-token.js';
