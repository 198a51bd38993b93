export {
  hasRole,
  KEY_SCOPES,
  ROLES,
  scopeOf,
  type KeyScope,
  type Principal,
  type Role,
  type Scope,
} from './principal.js';
export { signInternalToken, verifyInternalToken } from './internal-token.js';
