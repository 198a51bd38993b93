import { invalid, type RequestContext } from '@plimsoll/shared';
import { findAgentsOfPeople, findLoads, isAway } from '../agent/index.js';
import { ticketRecords } from '../ticket/index.js';
import { rankExperts, type RankedExpert } from './expert.rules.js';
import { findAssetHistories, findSkilledPeople } from './expert.store.js';

/** An expert, and whether they are there. */
export interface Expert extends RankedExpert {
  away: boolean;
  openTickets: number;
}

/** What experts are looked for about. */
export interface ExpertSearch {
  ticketId?: string | null;
  assetIds?: readonly string[] | null;
  skillIds?: readonly string[] | null;
}

const MOST_SHOWN = 50;
const MOST_ASKED = 100;

/** Who knows most about a ticket's assets, or about others, and has these skills. Staff alone; others are given nobody. */
export async function findExperts(
  context: RequestContext,
  search: ExpertSearch,
  first: number,
): Promise<Expert[]> {
  const { ticketId = null, assetIds, skillIds } = search;
  if ((assetIds?.length ?? 0) > MOST_ASKED) throw invalid(`Name at most ${MOST_ASKED} assets.`, ['assetIds']);
  if ((skillIds?.length ?? 0) > MOST_ASKED) throw invalid(`Name at most ${MOST_ASKED} skills.`, ['skillIds']);
  checkFirst(first);
  if (context.scope.kind !== 'STAFF') return [];
  const ticket =
    ticketId === null ? null : (await ticketRecords.findByIds(context.session, [ticketId])).get(ticketId);
  const assets = [...new Set([...(ticket?.assetIds ?? []), ...(assetIds ?? [])])];
  const [experts = []] = await ranked(context, [{ ticketId, assetIds: assets }], skillIds ?? [], first);
  return experts;
}

/** Who knows most about the assets of a ticket; a fixed number of statements for all tickets of the request. */
export async function loadTicketExperts(
  context: RequestContext,
  ticket: { id: string; assetIds: readonly string[] },
  first: number,
): Promise<Expert[]> {
  checkFirst(first);
  if (context.scope.kind !== 'STAFF') return [];
  const found = await context
    .loader<{ id: string; assetIds: readonly string[] }, Expert[]>(
      `experts:${first}`,
      (tickets) =>
        ranked(
          context,
          tickets.map(({ id, assetIds }) => ({ ticketId: id, assetIds })),
          [],
          first,
        ),
      ({ id }) => id,
    )
    .load(ticket);
  return found ?? [];
}

async function ranked(
  context: RequestContext,
  questions: { ticketId: string | null; assetIds: readonly string[] }[],
  skillIds: readonly string[],
  first: number,
): Promise<Expert[][]> {
  const { session, now } = context;
  const histories = await findAssetHistories(session, questions, now);
  const skilled = await findSkilledPeople(session, skillIds);
  const lists = histories.map((history) => rankExperts(history, skilled, skillIds, first));
  const people = [...new Set(lists.flat().map(({ personId }) => personId))];
  const agents = await findAgentsOfPeople(session, people);
  const loads = await findLoads(session, people);
  return lists.map((list) =>
    list.map((expert) => ({
      ...expert,
      away: isAway(agents.get(expert.personId)?.absences ?? [], now),
      openTickets: loads.get(expert.personId) ?? 0,
    })),
  );
}

function checkFirst(first: number): void {
  if (first < 1 || first > MOST_SHOWN)
    throw invalid(`\`first\` is a number from 1 to ${MOST_SHOWN}.`, ['first']);
}
