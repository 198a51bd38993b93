import { readServiceConfig, type ServiceConfig } from '@plimsoll/shared';
import { readProvisionerChoice, type ProvisionerChoice } from './provisioner/index.js';

/** The configuration of this service's process. Throws `ConfigError` naming what is missing or malformed. */
export function entitlementsConfig(): ServiceConfig {
  return readServiceConfig('DATABASE_URL_ENTITLEMENTS', process.env);
}

/** Who keeps tenants, as the environment says. Throws `ConfigError` naming what is malformed. */
export function provisionerChoice(): ProvisionerChoice {
  return readProvisionerChoice(process.env);
}
