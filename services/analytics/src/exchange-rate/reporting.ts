import { ConfigError } from '@plimsoll/shared';
import type { Reporting } from './exchange-rate.loader.js';
import { RateMemory } from './exchange-rate.memory.js';

/** The company's own currency where nothing else is said. */
const DEFAULT_CURRENCY = 'EUR';

/**
 * What a process knows of the reporting currency: its code, and exchange rates as they are read.
 *
 * @throws ConfigError where the currency is no code of three letters
 */
export function reportingIn(currency = DEFAULT_CURRENCY): Reporting {
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new ConfigError(`The reporting currency (REPORTING_CURRENCY) is a code of ISO 4217, such as EUR.`);
  }
  return { currency, rates: new RateMemory() };
}
