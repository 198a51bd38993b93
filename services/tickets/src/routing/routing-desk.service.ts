import type { Session } from '@plimsoll/shared';
import { isWorking } from '@plimsoll/working-time';
import { findAgentsOfPeople, findLoads, isAway, languageOf } from '../agent/index.js';
import { calendarsById } from '../entitlement-copy/index.js';
import {
  calendarsOf,
  describeMatch,
  ruleFor,
  type RoutingFacts,
  type RoutingRule,
  type RoutingRuleSetRecord,
} from '../routing-rule/index.js';
import type { Candidate, Demand } from './candidate.rules.js';
import { findAskerFacts, findCrews, type Asked, type AskerFacts, type Crew } from './routing.store.js';

/** A ticket, or what would be one, as far as routing goes. */
export type Routable = Asked &
  Pick<RoutingFacts, 'kind' | 'channel' | 'priority' | 'severity' | 'tier' | 'category' | 'subject'>;

/** Where the rules send a ticket, before anybody is asked. */
export interface Way {
  ruleSetId: string | null;
  /** Null: no rule takes it. */
  rule: RoutingRule | null;
  /** Null: no set of rules is in force. */
  queueId: string | null;
  teamId: string | null;
  designatedAnalystId: string | null;
  designatedContact: boolean;
  language: string | null;
  reasons: string[];
}

/**
 * Where a set of rules sends each of these, in their order, by what is known of who asks now. Two statements, however
 * many.
 */
export async function findWays(
  session: Session,
  ruleSet: RoutingRuleSetRecord | null,
  asked: readonly Routable[],
  now: Date,
): Promise<Way[]> {
  const [ways = []] = await findWaysBy(session, [ruleSet], asked, now, () => now);
  return ways;
}

/**
 * Where each of these sets of rules sends each of these, by what is known of who asks now. Two statements, however many.
 *
 * @param at the instant at which a rule may ask whether a calendar works
 */
export async function findWaysBy<Ticket extends Routable>(
  session: Session,
  ruleSets: readonly (RoutingRuleSetRecord | null)[],
  asked: readonly Ticket[],
  now: Date,
  at: (ticket: Ticket) => Date,
): Promise<Way[][]> {
  const askers = await findAskerFacts(session, asked, now);
  const named = ruleSets.flatMap((ruleSet) => calendarsOf(ruleSet?.rules ?? []));
  const calendars = [...(await calendarsById(session, named))];
  const facts = asked.map((ticket, index): [RoutingFacts, AskerFacts] => {
    const asker = askers[index]!;
    const instant = at(ticket).getTime();
    const working = calendars.filter(([, calendar]) => isWorking(calendar, instant)).map(([id]) => id);
    return [factsOf(ticket, asker, new Set(working)), asker];
  });
  return ruleSets.map((ruleSet) => facts.map(([known, asker]) => wayBy(ruleSet, known, asker)));
}

function factsOf(ticket: Routable, asker: AskerFacts, workingCalendarIds: Set<string>): RoutingFacts {
  return {
    kind: ticket.kind,
    channel: ticket.channel,
    priority: ticket.priority,
    severity: ticket.severity,
    tier: ticket.tier,
    category: ticket.category,
    subject: ticket.subject,
    customerId: ticket.customerId,
    segment: asker.segment,
    region: asker.region,
    language: languageOf(asker.locale),
    designatedContact: asker.designatedContact,
    supportLevelIds: asker.supportLevelIds,
    productId: ticket.productId ?? null,
    assetIds: ticket.assetIds,
    assetKinds: asker.assetKinds,
    workingCalendarIds,
  };
}

function wayBy(ruleSet: RoutingRuleSetRecord | null, facts: RoutingFacts, asker: AskerFacts): Way {
  const known = {
    ruleSetId: ruleSet?.id ?? null,
    designatedAnalystId: asker.designatedAnalystId,
    designatedContact: asker.designatedContact,
    language: facts.language,
  };
  const match = ruleSet && ruleFor(ruleSet.rules, facts, (id) => asker.names[id] ?? id);
  if (!match) {
    const reasons = [ruleSet ? 'No rule takes it.' : 'No routing rules are in force.'];
    return { ...known, rule: null, queueId: ruleSet?.fallbackQueueId ?? null, teamId: null, reasons };
  }
  const { rule } = match;
  const first = rule.when.designatedContact === true ? ['Rules for designated contacts come first.'] : [];
  const reasons = [...first, describeMatch(match)];
  return { ...known, rule, queueId: rule.queueId, teamId: rule.teamId, reasons };
}

/** What a rule asks of whoever gets a ticket of this customer. */
export function demandOf(rule: RoutingRule, language: string | null): Demand {
  return { skills: rule.skills, language: rule.inCustomersLanguage ? language : null };
}

/** The people of teams and queues, as things stand now. */
export interface Desk {
  crews: ReadonlyMap<string, Crew>;
  /** A person as a candidate for the tickets of a team or queue; null: has no profile. */
  candidate: (personId: string, crewId: string | null) => Candidate | null;
}

/** Reads teams and queues with their people, and some people besides. Four statements, however many. */
export async function readDesk(
  session: Session,
  crewIds: readonly string[],
  besides: readonly string[],
  now: Date,
): Promise<Desk> {
  const crews = await findCrews(session, crewIds);
  const people = [...new Set([...[...crews.values()].flatMap(({ memberIds }) => memberIds), ...besides])];
  const agents = await findAgentsOfPeople(session, people);
  const loads = await findLoads(session, [...agents.keys()]);
  const named = [...agents.values(), ...crews.values()].flatMap(({ calendarId }) => calendarId ?? []);
  const calendars = await calendarsById(session, named);
  const works = (calendarId: string | null) => {
    const calendar = calendarId === null ? undefined : calendars.get(calendarId);
    return calendar === undefined || isWorking(calendar, now.getTime());
  };
  return {
    crews,
    candidate: (personId, crewId) => {
      const agent = agents.get(personId);
      if (!agent) return null;
      const crew = crewId === null ? undefined : crews.get(crewId);
      return {
        personId,
        skills: agent.skills,
        languages: agent.languages,
        takesTickets: agent.takesTickets,
        isAway: isAway(agent.absences, now),
        isWorking: works(agent.calendarId ?? crew?.calendarId ?? null),
        capacity: agent.capacity,
        load: loads.get(personId) ?? 0,
      };
    },
  };
}

/** The people of a team or queue who have a profile. */
export function candidatesOf(desk: Desk, crewId: string): Candidate[] {
  return (desk.crews.get(crewId)?.memberIds ?? []).flatMap(
    (personId) => desk.candidate(personId, crewId) ?? [],
  );
}
