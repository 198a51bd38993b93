export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.js';
export { isReachableByServer } from './server-user.js';
