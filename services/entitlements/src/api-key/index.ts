export { ApiKeyEntity } from './api-key.entity.js';
export { apiKeyUsageWork } from './api-key-usage.js';
export { ApiKeyResolver, PartnerApiKeysResolver } from './api-key.resolver.js';
export { apiKeyRecords } from './api-key.store.js';
