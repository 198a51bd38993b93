import {
  buildFederatedSchema,
  ConfigError,
  Consumer,
  createSubgraph,
  Relay,
  type Database,
  type EventBus,
  type Logger,
  type Session,
  type Subgraph,
  type SubgraphSchema,
} from '@plimsoll/shared';
import { AccountMemory, accountHandlers, clearAccounts, loadVisibleCustomers } from './account/index.js';
import { changeExposureHandlers } from './change-exposure/index.js';
import { CustomerResolver } from './customer/index.js';
import { CreateLedger1790000000200 } from './database/create-ledger.migration.js';
import { CreateExchangeRates1790000000210 } from './database/create-exchange-rates.migration.js';
import { ExposeChanges1790000000360 } from './database/expose-changes.migration.js';
import { FollowCustomerMerges1790000000270 } from './database/follow-customer-merges.migration.js';
import { ShowCustomersToResellers1790000000250 } from './database/show-customers-to-resellers.migration.js';
import {
  clearExchangeRates,
  exchangeRateHandlers,
  RateMemory,
  type Reporting,
} from './exchange-rate/index.js';
import {
  ExposureResolver,
  OutageImpact,
  OutageImpactResolver,
  type ExposureMemory,
} from './exposure/index.js';
import { clearLedger, customerMergeHandlers, ledgerHandlers, LedgerMemory } from './ledger/index.js';
import { Asset, Customer } from './reference/index.js';
import {
  clearReliability,
  estateHandlers,
  incidentHandlers,
  ReliabilityResolver,
} from './reliability/index.js';
import { Change, SafeWindowResolver } from './safe-window/index.js';
import { ServiceCreditResolver, ServiceLevelResolver } from './service-level/index.js';

/** The name of this service: its subgraph, its database, its place on the bus. */
const SERVICE = 'analytics';

/** What the service's database needs. */
export const analyticsDatabase = {
  service: SERVICE,
  entities: [],
  migrations: [
    CreateLedger1790000000200,
    CreateExchangeRates1790000000210,
    ShowCustomersToResellers1790000000250,
    FollowCustomerMerges1790000000270,
    ExposeChanges1790000000360,
  ],
};

/** The company's own currency where nothing else is said. */
const DEFAULT_CURRENCY = 'EUR';

/** @throws ConfigError where the currency is no code of three letters */
function reportingIn(currency: string): Reporting {
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new ConfigError(`The reporting currency (REPORTING_CURRENCY) is a code of ISO 4217, such as EUR.`);
  }
  return { currency, rates: new RateMemory() };
}

/**
 * The federated schema of service levels, exposure and reliability.
 *
 * @param reportingCurrency the company's own, into which amounts are converted; ISO 4217
 * @throws ConfigError where the currency is no code of three letters
 */
export function analyticsSchema(reportingCurrency = DEFAULT_CURRENCY): SubgraphSchema {
  const reporting = reportingIn(reportingCurrency);
  const memory: ExposureMemory = { accounts: new AccountMemory(), ledger: new LedgerMemory() };
  return buildFederatedSchema({
    resolvers: [
      new CustomerResolver(),
      new ServiceLevelResolver(reporting),
      new ServiceCreditResolver(reporting),
      new ReliabilityResolver(),
      new OutageImpactResolver(reporting, memory),
      new ExposureResolver(),
      new SafeWindowResolver(reporting, memory),
    ],
    orphanedTypes: [Asset, Change, Customer, OutageImpact],
    references: {
      Asset: (references) => Promise.resolve(references.map(({ id }) => ({ id }))),
      // Whether there is such a change assets says: for whoever may not see it, it hands nothing over.
      Change: (references) =>
        Promise.resolve(
          references.map(({ id, planOutages, blockedTimes }) => ({
            id,
            planOutages: planOutages ?? null,
            blockedTimes: blockedTimes ?? null,
          })),
        ),
      Customer: async (references, context) => {
        const visible = await loadVisibleCustomers(
          context,
          references.map(({ id }) => id),
        );
        return visible.map((id) => (id === null ? null : { id }));
      },
      OutageImpact: (references) =>
        Promise.resolve(
          references.map(({ id, customerOutages }) => ({ id, customerOutages: customerOutages ?? null })),
        ),
    },
  });
}

/** Takes the events of the other services into this one's copies, ledger and incidents. */
export function analyticsConsumer(dependencies: {
  database: Database;
  bus: EventBus;
  logger: Logger;
  /** The company's own currency, ISO 4217; EUR where it is absent. */
  reportingCurrency?: string;
}): Consumer {
  const { reportingCurrency = DEFAULT_CURRENCY, ...rest } = dependencies;
  const reporting = reportingIn(reportingCurrency);
  return new Consumer({
    ...rest,
    name: SERVICE,
    projections: [
      {
        producer: 'entitlements',
        handlers: { ...accountHandlers, ...customerMergeHandlers, ...exchangeRateHandlers },
      },
      {
        producer: 'assets',
        handlers: { ...ledgerHandlers, ...estateHandlers, ...changeExposureHandlers(reporting) },
      },
      { producer: 'tickets', handlers: incidentHandlers },
    ],
  });
}

/**
 * Empties all that is kept from events, for a rebuilding from position 0. What changes would cost stays: it was answered
 * from what was known then, is told, and is not answered again.
 */
export async function clearProjections(tx: Session): Promise<void> {
  await clearAccounts(tx);
  await clearExchangeRates(tx);
  await clearLedger(tx);
  await clearReliability(tx);
}

/** The analytics service on its database and the bus. */
export function createAnalyticsSubgraph(dependencies: {
  database: Database;
  bus: EventBus;
  logger: Logger;
  clock?: () => Date;
  /** The company's own currency, ISO 4217; EUR where it is absent. */
  reportingCurrency?: string;
}): Subgraph {
  const { database, bus, logger, clock, reportingCurrency } = dependencies;
  return createSubgraph({
    name: SERVICE,
    federated: analyticsSchema(reportingCurrency),
    database,
    background: [
      new Relay({ database, bus, producer: SERVICE, logger }),
      analyticsConsumer({ database, bus, logger, ...(reportingCurrency ? { reportingCurrency } : {}) }),
    ],
    logger,
    ...(clock ? { clock } : {}),
  });
}
