export { Database, type DatabaseOptions, type EntityClass } from './database.js';
export { columnTypes } from './connection.js';
export {
  DatabaseError,
  sqlStateOf,
  toDatabaseError,
  violatedConstraint,
  type DatabaseErrorCode,
} from './database.errors.js';
export { mechanismMigrations, roleOf, type MigrationClass } from './mechanism.migration.js';
export { lockKey, migrationName, underAdvisoryLock } from './migrate.js';
export type { Session } from './session.js';
export { describeSchema } from './schema-description.js';
