import { createHash } from 'node:crypto';
import {
  authorize,
  emit,
  enqueue,
  type Database,
  type DomainEvent,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { graphApart } from '../graph/index.js';
import type { AssetGraph } from '../impact/index.js';
import { outageParts, readOutages } from '../outage/index.js';
import { findGroups, finished, groupOnRecord, minUpText, type GroupOnRecord } from '../resilience/index.js';
import { redundancyTrials, type RedundancyTrial } from './redundancy-trial.rules.js';
import { holdTold, keepRun, noteTold, type ToldTrial, type TrialRun } from './redundancy-trial.store.js';
import { candidateIdOf, trialData, type NamedCandidate, type TrialData } from './trial-event.rules.js';

/** The name of the job that tries. */
export const TRY_JOB = 'try_redundancy';

const MONTHS = 12;
/** The most assets and customers × products that the trials look at: about five minutes of a quiet machine. */
const MOST_WORK = 2e9;
const RUN_ID = 'redundancy_trial_run';

/** Asks that redundancy be tried as soon as possible; asking again before it begins changes nothing. */
export async function requestTrials(context: RequestContext): Promise<Date> {
  authorize(context, 'admin', 'manager', 'operator');
  await context.session.transaction((tx) => enqueue(tx, TRY_JOB, {}, { jobKey: TRY_JOB }));
  return context.now;
}

/**
 * Replays the incidents of the last twelve months with each asset and group that they touched made redundant, and tells
 * what of each is other than what was told before, and that it was done. Reads a graph of its own, and serves others in
 * between.
 */
export async function tryRedundancy(database: Database, now: Date, mostWork = MOST_WORK): Promise<void> {
  const replayedFrom = monthsBefore(now, MONTHS);
  const session = database.session({ kind: 'SYSTEM' });
  try {
    const { graph, placements } = await graphApart(session);
    const recorded = (await readOutages(session, replayedFrom, now)).filter(
      ({ kind }) => kind === 'INCIDENT',
    );
    // Notice does not tell what was hit from what was not: without announcements there are fewer slices.
    const incidents = recorded.flatMap((one) =>
      outageParts({ ...one, announcedFrom: null, announcedTo: null }, (id) => graph.indexOf(id), Infinity),
    );
    const { trials, triedCount, untriedCount } = await finished(
      redundancyTrials(graph, placements, incidents, mostWork),
    );
    const named = await withNames(session, graph, trials);
    const run: TrialRun = {
      completedAt: now,
      replayedFrom,
      replayedTo: now,
      incidentCount: new Set(recorded.flatMap(({ id, planned }) => (planned ? [] : [id]))).size,
      triedCount,
      // A group that was changed meanwhile has no name to be told by; the next trial finds it as it is then.
      untriedCount: untriedCount + trials.length - named.size,
      sparingCount: named.size,
    };
    await session.transaction((tx) => tell(tx, named, run));
  } finally {
    await session.release();
  }
}

async function withNames(
  session: Session,
  graph: AssetGraph,
  trials: readonly RedundancyTrial[],
): Promise<Map<string, TrialData>> {
  const consumers = trials.flatMap(({ candidate }) =>
    candidate.group === null ? [] : [graph.idOf(candidate.asset)],
  );
  const onRecord = await findGroups(session, [...new Set(consumers)]);
  const named = new Map<string, TrialData>();
  for (const { candidate, spared } of trials) {
    const { group } = candidate;
    const assetId = graph.idOf(candidate.asset);
    const known = group === null ? null : groupOnRecord(onRecord, onGraph(graph, candidate.asset, group));
    if (group !== null && known === null) continue;
    const one: NamedCandidate = { assetId, group: known };
    named.set(candidateIdOf(one), trialData(one, spared));
  }
  return named;
}

function onGraph(graph: AssetGraph, consumer: number, group: number): Omit<GroupOnRecord, 'name'> {
  return {
    consumerId: graph.idOf(consumer),
    strength: graph.isSoft(group) ? 'SOFT' : 'HARD',
    minUp: minUpText(graph.minUpOf(group)),
    memberIds: Array.from(graph.membersOf(group), (member) => graph.idOf(member)).sort(),
  };
}

async function tell(tx: Session, trials: ReadonlyMap<string, TrialData>, run: TrialRun): Promise<void> {
  const before = await holdTold(tx);
  const told: ToldTrial[] = [];
  const events: DomainEvent[] = [];
  const add = (candidateId: string, data: TrialData): void => {
    const hash = createHash('sha256').update(JSON.stringify(data)).digest('hex');
    const last = before.get(candidateId);
    if (last?.hash === hash) return;
    const version = (last?.version ?? 0) + 1;
    told.push({ candidateId, hash, version, isSparing: data.spared.length > 0 });
    events.push({
      type: 'plimsoll.redundancy_trial.completed.v1',
      subject: candidateId,
      version,
      data: { id: candidateId, externalId: null, source: null, ...data },
    });
  };
  for (const [candidateId, data] of trials) add(candidateId, data);
  for (const { candidateId, isSparing } of before.values()) {
    if (!isSparing || trials.has(candidateId)) continue;
    const slash = candidateId.indexOf('/');
    add(candidateId, {
      assetId: slash === -1 ? candidateId : candidateId.slice(0, slash),
      group:
        slash === -1
          ? null
          : { name: candidateId.slice(slash + 1), minUp: null, strength: 'HARD', memberIds: [] },
      customerSets: [],
      spared: [],
    });
  }
  if (told.length > 0) await noteTold(tx, told);
  const number = await keepRun(tx, run);
  events.push({
    type: 'plimsoll.redundancy_trial_run.completed.v1',
    subject: RUN_ID,
    version: number,
    data: { id: RUN_ID, externalId: null, source: null, ...run },
  });
  await emit(tx, events);
}

function monthsBefore(now: Date, months: number): Date {
  const day = Math.min(
    now.getUTCDate(),
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months + 1, 0)).getUTCDate(),
  );
  const date = new Date(now);
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  date.setUTCDate(day);
  return date;
}
