import { invalid, type RequestContext } from '@plimsoll/shared';
import { findWaysBy, type Way } from '../routing/index.js';
import { findLiveRuleSet, ruleSetRecords, type RoutingRuleSetRecord } from '../routing-rule/index.js';
import type { TicketRecord } from '../ticket/index.js';
import { differs, type TrialDifference, type TrialOutcome, type TriedWay } from './routing-trial.rules.js';
import { countOpened, findOpened } from './routing-trial.store.js';

/** What would become of past tickets, and by which rules. */
export interface RoutingTrial extends TrialOutcome {
  ruleSet: RoutingRuleSetRecord;
  live: RoutingRuleSetRecord | null;
}

const MOST_TICKETS = 10_000;
const AT_ONCE = 1_000;
const LONGEST_MS = 366 * 86_400_000;

/**
 * What a set of rules would do with the tickets opened in [from, to), and what the set in force would; by what is known of
 * them and of who asked now. The latest 10,000 are tried. Writes nothing. Null for callers who are not staff.
 *
 * @throws DomainError `INVALID` for an interval that is empty or longer than 366 days, `NOT_FOUND`
 */
export async function tryRules(
  context: RequestContext,
  ruleSetId: string,
  from: Date,
  to: Date,
): Promise<RoutingTrial | null> {
  if (context.scope.kind !== 'STAFF') return null;
  const length = to.getTime() - from.getTime();
  if (!(length > 0 && length <= LONGEST_MS)) {
    throw invalid('`to` comes after `from`, by 366 days at the most.', ['to']);
  }
  const { session, now } = context;
  const ruleSet = await ruleSetRecords.require(session, ruleSetId, ['ruleSetId']);
  const live = await findLiveRuleSet(session);
  const ticketCount = await countOpened(session, from, to);
  const byRule = new Map<string | null, number>(ruleSet.rules.map(({ name }) => [name, 0]));
  byRule.set(null, 0);
  const differences: TrialDifference[] = [];
  let testedCount = 0;
  let last: TicketRecord | null = null;
  while (testedCount < Math.min(ticketCount, MOST_TICKETS)) {
    const tickets: TicketRecord[] = await findOpened(session, from, to, last, AT_ONCE);
    if (tickets.length === 0) break;
    const [tried = [], inForce = []] = await findWaysBy(
      session,
      [ruleSet, live],
      tickets,
      now,
      ({ openedAt }) => openedAt,
    );
    tickets.forEach((ticket, index) => {
      const [would, does] = [triedWay(tried[index]!, ticket), triedWay(inForce[index]!, ticket)];
      byRule.set(would.ruleName, (byRule.get(would.ruleName) ?? 0) + 1);
      if (differs(would, does)) differences.push({ ticketId: ticket.id, tried: would, live: does });
    });
    testedCount += tickets.length;
    last = tickets.at(-1) ?? null;
  }
  return {
    ruleSet,
    live,
    from,
    to,
    ticketCount,
    testedCount,
    takenByNoneCount: byRule.get(null) ?? 0,
    byRule: [...byRule].map(([ruleName, count]) => ({ ruleName, ticketCount: count })),
    differences,
  };
}

function triedWay({ rule, queueId, teamId, reasons }: Way, ticket: TicketRecord): TriedWay {
  return { ruleName: rule?.name ?? null, queueId, teamId, tier: ticket.tier ?? rule?.tier ?? null, reasons };
}
