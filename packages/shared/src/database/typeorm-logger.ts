import type { Logger as TypeOrmLogger } from 'typeorm';
import type { Logger } from '../logging/index.js';

/** What the mapper has to say, in the service's own log instead of on the console; statements only at `trace`. */
export function typeOrmLogger(logger: Logger): TypeOrmLogger {
  return {
    logQuery: (sql) => logger.trace({ sql }),
    logQueryError: (error, sql) => logger.debug({ err: error, sql }, 'statement failed'),
    logQuerySlow: (ms, sql) => logger.warn({ ms, sql }, 'slow statement'),
    logSchemaBuild: (message) => logger.debug(message),
    logMigration: (message) => logger.info(message),
    log: (level, message) => logger[level === 'warn' ? 'warn' : 'debug']({ typeorm: String(message) }),
  };
}
