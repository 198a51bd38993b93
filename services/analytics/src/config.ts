import { readServiceConfig, type ServiceConfig } from '@plimsoll/shared';

/** The configuration of this service's process. Throws `ConfigError` naming what is missing or malformed. */
export function analyticsConfig(): ServiceConfig {
  return readServiceConfig('DATABASE_URL_ANALYTICS', process.env);
}
