export { unauthenticated } from './authentication.errors.js';
export { Authenticator, type AuthenticationOptions } from './authenticator.js';
export { mintToken, readLocalKey, type LocalKey } from './local-key.js';
export { Vouchers } from './vouchers.js';
