import { checkPageSize, invalid, type RequestContext } from '@plimsoll/shared';
import { currentGraph } from '../graph/index.js';
import { relatedAssets, suspectsOf, type Suspect } from './suspect-change.rules.js';
import { readCarriedOut, readIncidents } from './suspect-change.store.js';

const HOUR_MS = 3_600_000;
/** The longest that is looked back, in hours: a week. */
const LONGEST = 168;

/** What is asked of the suspects of an incident. */
export interface SuspectQuestion {
  /** How far before the incident a change may have ended, 1–168 hours. */
  withinHours: number;
  /** How many are told, 1–100. */
  first: number;
}

/**
 * The changes that may have caused an incident, the likeliest first; null for tickets without an incident on record that
 * names assets. Three statements for all tickets of a request. Staff only.
 *
 * @throws DomainError `INVALID` for what is out of bounds
 */
export async function loadSuspects(
  context: RequestContext,
  ticketId: string,
  { withinHours, first }: SuspectQuestion,
): Promise<Suspect[] | null> {
  checkPageSize(first);
  if (!Number.isInteger(withinHours) || withinHours < 1 || withinHours > LONGEST) {
    throw invalid(`\`withinHours\` is a whole number from 1 to ${LONGEST}.`, ['withinHours']);
  }
  const suspects = await context
    .loader<string, Suspect[]>(`suspect-changes:${withinHours}`, (ids) =>
      findSuspects(context, ids, withinHours * HOUR_MS),
    )
    .load(ticketId);
  return suspects?.slice(0, first) ?? null;
}

async function findSuspects(
  { session }: RequestContext,
  ticketIds: readonly string[],
  withinMs: number,
): Promise<(Suspect[] | null)[]> {
  const incidents = await readIncidents(session, ticketIds);
  if (incidents.length === 0) return ticketIds.map(() => null);
  const changes = await readCarriedOut(
    session,
    incidents.map(({ startedAt }) => ({
      since: new Date(startedAt.getTime() - withinMs),
      upto: startedAt,
    })),
  );
  const { graph } = await currentGraph(session);
  const found = new Map(
    incidents.map(({ id, startedAt, assetIds }) => [
      id,
      suspectsOf(startedAt.getTime(), withinMs, relatedAssets(graph, assetIds), changes),
    ]),
  );
  return ticketIds.map((id) => found.get(id) ?? null);
}
