import type { Database, JobDependencies, JobSet, Session } from '@plimsoll/shared';
import { loadAccounts, loadAgreements } from '../account/index.js';
import { finished } from '../avoidance/index.js';
import { earliestMonthStart } from '../exposure/index.js';
import { loadLedger } from '../ledger/index.js';
import { findTrials } from '../redundancy-trial/index.js';
import { extentOf, savingOf } from './saving.rules.js';
import { claimTrials, dropLostSavings, keepSavings } from './saving.store.js';

const REFRESH_JOB = 'refresh_redundancy_savings';
const EVERY_MINUTE = '* * * * *';
/** Trials weighed in one transaction: each may name every customer there is. */
const BATCH = 1;
const SYSTEM = { kind: 'SYSTEM' } as const;
/** Whatever month lasts, it is over so long after it began somewhere. */
const LONGEST_MONTH_MS = 33 * 86_400_000;

/** Every minute, works out what redundancy would have saved where that is out of date; on one of the replicas. */
export function savingJobs({ database, clock }: JobDependencies): JobSet {
  return {
    handlers: { [REFRESH_JOB]: () => refreshSavings(database, clock()) },
    crons: [{ name: REFRESH_JOB, match: EVERY_MINUTE }],
  };
}

/** Works out what redundancy would have saved, wherever that is not known or out of date. */
export async function refreshSavings(database: Database, now: Date): Promise<void> {
  await database.transaction(SYSTEM, dropLostSavings);
  for (let claimed = BATCH; claimed === BATCH;) {
    claimed = await database.transaction(SYSTEM, (tx) => refreshSome(tx, now));
  }
}

async function refreshSome(tx: Session, now: Date): Promise<number> {
  const ids = await claimTrials(tx, now, BATCH);
  if (ids.length === 0) return 0;
  const asOf = now.getTime();
  const trials = await findTrials(tx, ids);
  const extents = trials.map(extentOf);
  const customerIds = [...new Set(extents.flatMap((extent) => extent.customerIds))];
  const accounts = await loadAccounts(tx, customerIds);
  const agreements = await loadAgreements(tx, accounts);
  const from = extents.reduce((least, extent) => Math.min(least, extent.from), asOf);
  const to = extents.reduce((most, extent) => Math.max(most, extent.to), 0);
  const ledger = await loadLedger(tx, {
    customerIds,
    from: earliestMonthStart(from),
    to: Math.min(asOf, to + LONGEST_MONTH_MS),
    knownAt: null,
  });
  const known = {
    accounts: new Map(accounts.map((account) => [account.customerId, account])),
    agreements,
    ledger,
  };
  const savings = [];
  for (const trial of trials) {
    const saving = await finished(savingOf(trial, known, asOf));
    savings.push({ trialId: trial.id, trialVersion: trial.version, saving });
  }
  await keepSavings(tx, savings, now);
  return ids.length;
}
