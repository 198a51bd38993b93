import { readServiceConfig, type ServiceConfig } from '@plimsoll/shared';

/** The configuration of this service's process. Throws `ConfigError` naming what is missing or malformed. */
export function assetsConfig(): ServiceConfig {
  return readServiceConfig('DATABASE_URL_ASSETS', process.env);
}
