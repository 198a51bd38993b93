import { readServiceConfig, type ServiceConfig } from '@plimsoll/shared';

/** The configuration of this service's process. Throws `ConfigError` naming what is missing or malformed. */
export function ticketsConfig(): ServiceConfig {
  return readServiceConfig('DATABASE_URL_TICKETS', process.env);
}
