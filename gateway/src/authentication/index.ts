export { unauthenticated } from './authentication.errors.js';
export type { KeyLookup } from './api-key.authenticator.js';
export type { AuthenticationOptions } from './authenticator.js';
export { Callers } from './callers.js';
export type { ContactLookup } from './contact-guard.js';
export { mintToken, readLocalKey, type LocalKey } from './local-key.js';
export { Vouchers } from './vouchers.js';
