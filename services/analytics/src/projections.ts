import { Consumer, type Database, type EventBus, type Logger, type Session } from '@plimsoll/shared';
import { accountHandlers, clearAccounts } from './account/index.js';
import { changeExposureHandlers } from './change-exposure/index.js';
import { inTurn } from './copy/index.js';
import { clearDeployments, deploymentHandlers } from './deployment/index.js';
import { accountDimensionHandlers, clearDimensions, deskDimensionHandlers } from './dimension/index.js';
import { clearExchangeRates, exchangeRateHandlers, reportingIn } from './exchange-rate/index.js';
import { CONSUMER } from './freshness/index.js';
import { clearSuspects, suspectHandlers } from './incident-analysis/index.js';
import { clearLedger, customerMergeHandlers, ledgerHandlers } from './ledger/index.js';
import { clearOpportunities, opportunityHandlers } from './opportunity/index.js';
import { clearRedundancyTrials, redundancyTrialHandlers } from './redundancy-trial/index.js';
import { COMPARED_ALONE, comparisonHandlers } from './record-reconciliation/index.js';
import { clearReliability, estateHandlers, incidentHandlers } from './reliability/index.js';
import {
  clearServiceLevelMonths,
  markPieces,
  settleServiceLevels,
  staleAfterHandlers,
  staleBeforeHandlers,
} from './service-level-month/index.js';
import { clearRevenue, revenueHandlers } from './revenue/index.js';
import { clearSubscriptionEvents, subscriptionEventHandlers } from './subscription-event/index.js';
import { clearTickets, ticketHandlers } from './ticket/index.js';
import { clearUsage, usageHandlers } from './usage/index.js';

/** Events taken in at once at most: a transaction of some tenths of a second. */
const BATCH = 2_000;

/** Takes the events of the other services into this one's copies, ledger, facts and dimensions. */
export function analyticsConsumer(dependencies: {
  database: Database;
  bus: EventBus;
  logger: Logger;
  /** The company's own currency, ISO 4217; EUR where it is absent. */
  reportingCurrency?: string;
  clock?: () => Date;
  /** Fills the tables of another schema under another name, and has no effect beyond them. */
  building?: { name: string; schema: string; batch: number };
}): Consumer {
  const { reportingCurrency, clock = () => new Date(), building, ...rest } = dependencies;
  const reporting = reportingIn(reportingCurrency);
  // What is being built is compared otherwise, and nobody is told what it says.
  const comparing = building ? {} : comparisonHandlers;
  return new Consumer({
    ...rest,
    name: CONSUMER,
    notesFreshness: building === undefined,
    anyOrder: true,
    batch: BATCH,
    ...building,
    projections: [
      {
        producer: 'entitlements',
        handlers: inTurn(
          staleBeforeHandlers,
          accountHandlers,
          accountDimensionHandlers,
          customerMergeHandlers,
          staleAfterHandlers,
          exchangeRateHandlers,
          subscriptionEventHandlers,
          revenueHandlers,
          usageHandlers,
          deploymentHandlers,
          opportunityHandlers,
          comparing,
        ),
        alone: COMPARED_ALONE,
      },
      {
        producer: 'assets',
        handlers: inTurn(
          ledgerHandlers(markPieces),
          estateHandlers,
          suspectHandlers,
          building ? {} : changeExposureHandlers(reporting),
          redundancyTrialHandlers,
          comparing,
        ),
        alone: COMPARED_ALONE,
      },
      {
        producer: 'tickets',
        handlers: inTurn(incidentHandlers, deskDimensionHandlers, ticketHandlers, comparing),
        alone: COMPARED_ALONE,
      },
    ],
    settle: settleProjections(clock),
  });
}

/** Brings up to date, a piece at a time, what is derived from the tables that events fill; answers whether more is left. */
export function settleProjections(
  clock: () => Date,
): (database: Pick<Database, 'transaction'>) => Promise<boolean> {
  return (database) => settleServiceLevels(database, clock());
}

/**
 * Empties all that is kept from events, for a rebuilding from position 0. What changes would cost stays: it was answered
 * from what was known then, is told, and is not answered again.
 */
export async function clearProjections(tx: Session): Promise<void> {
  await clearAccounts(tx);
  await clearExchangeRates(tx);
  await clearLedger(tx);
  await clearServiceLevelMonths(tx);
  await clearReliability(tx);
  await clearSuspects(tx);
  await clearRedundancyTrials(tx);
  await clearDimensions(tx);
  await clearTickets(tx);
  await clearSubscriptionEvents(tx);
  await clearRevenue(tx);
  await clearUsage(tx);
  await clearDeployments(tx);
  await clearOpportunities(tx);
}
