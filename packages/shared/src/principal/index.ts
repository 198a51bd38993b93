export {
  hasRole,
  KEY_SCOPES,
  ROLES,
  scopeOf,
  viewerIdOf,
  type KeyScope,
  type Principal,
  type Role,
  type Scope,
} from './principal.js';
export { signInternalToken, verifyInternalToken } from './internal-token.js';
