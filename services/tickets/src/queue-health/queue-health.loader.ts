import type { RequestContext } from '@plimsoll/shared';
import { checkSpan, forecastOf, type DueHour } from './queue-health.rules.js';
import {
  countDueByTeam,
  findQueueFlows,
  findQueueHealth,
  findQueuesOf,
  type DueCount,
  type QueueFlow,
  type QueueHealthRecord,
} from './queue-health.store.js';

const LONGEST_FLOW_DAYS = 92;
const LONGEST_FORECAST_DAYS = 14;

/** What waits in a queue; one statement for all queues of the request. */
export function loadQueueHealth(context: RequestContext, queueId: string): Promise<QueueHealthRecord | null> {
  return context
    .loader<string, QueueHealthRecord>('queue health', (ids) =>
      findQueueHealth(context.session, ids, context.now),
    )
    .load(queueId);
}

/**
 * What came into a queue and was resolved over the last time, as an hourly rate; one statement for all queues of the
 * request.
 *
 * @throws DomainError `INVALID` for a length that is none, or of more than 92 days
 */
export async function loadQueueRates(
  context: RequestContext,
  queueId: string,
  over: string,
): Promise<QueueFlow & { arrivedPerHour: number; resolvedPerHour: number }> {
  const ms = checkSpan(over, 'over', LONGEST_FLOW_DAYS);
  const from = new Date(context.now.getTime() - ms);
  const flow = await context
    .loader<string, QueueFlow>(`queue flow:${ms}`, (ids) =>
      findQueueFlows(context.session, ids, from, context.now),
    )
    .load(queueId);
  const { arrivedCount, resolvedCount } = flow ?? { arrivedCount: 0, resolvedCount: 0 };
  const hours = ms / 3_600_000;
  return {
    arrivedCount,
    resolvedCount,
    arrivedPerHour: arrivedCount / hours,
    resolvedPerHour: resolvedCount / hours,
  };
}

/** What waits in the queues in which a person works, by the queue's name. Two statements. */
export async function queueHealthOf(context: RequestContext, personId: string): Promise<QueueHealthRecord[]> {
  const queueIds = await findQueuesOf(context.session, personId);
  const found = await Promise.all(queueIds.map((id) => loadQueueHealth(context, id)));
  return found.filter((health) => health !== null);
}

/**
 * When the running clocks of a team's tickets come due; one statement for all teams of the request.
 *
 * @throws DomainError `INVALID` for a length that is none, or of more than 14 days
 */
export async function loadBreachForecast(
  context: RequestContext,
  teamId: string,
  within: string,
): Promise<{ pastDueCount: number; hours: DueHour[] }> {
  const ms = checkSpan(within, 'within', LONGEST_FORECAST_DAYS);
  const until = new Date(context.now.getTime() + ms);
  const counts = await context
    .loader<string, DueCount[]>(`breaches by team:${ms}`, async (ids) => {
      const rows = await countDueByTeam(context.session, ids, context.now, until);
      return ids.map((id) => rows.filter((row) => row.teamId === id));
    })
    .load(teamId);
  return forecastOf(counts ?? [], context.now, until);
}
