export { readWebhookSecrets } from '@plimsoll/gateway';
export { startDistributedPlatform } from './distributed/distributed.js';
export { DATABASES, type DatabaseName, type Platform, type PlatformOptions } from './platform.js';
export { writePrivately } from './server/secrets.js';
export { startPlatform } from './standalone.js';
