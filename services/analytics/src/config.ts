import { readConfig, readServiceConfig, type ServiceConfig } from '@plimsoll/shared';
import { z } from 'zod';
import { readReportPost, type ReportPost } from './report-delivery/index.js';

const ownVariables = z.object({
  REPORTING_CURRENCY: z.string().optional(),
});

/** The configuration of this service's process. */
interface AnalyticsConfig extends ServiceConfig {
  /** The company's own currency; absent: the service's default. */
  reportingCurrency?: string;
}

/** The configuration of this service's process. Throws `ConfigError` naming what is missing or malformed. */
export function analyticsConfig(): AnalyticsConfig {
  const service = readServiceConfig('DATABASE_URL_ANALYTICS', process.env);
  const { REPORTING_CURRENCY: reportingCurrency } = readConfig(ownVariables, process.env);
  return { ...service, ...(reportingCurrency === undefined ? {} : { reportingCurrency }) };
}

/** How reports leave the platform, as the environment says. Throws `ConfigError` naming what is missing or malformed. */
export function reportPost(): ReportPost {
  return readReportPost(process.env);
}
