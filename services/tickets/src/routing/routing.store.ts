import { newId, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';

/** Of whom and about what a ticket is, as far as its way depends on it. */
export interface Asked {
  customerId: string | null;
  contactId: string | null;
  productId?: string | null;
  assetIds: readonly string[];
}

/** What is known of who asks and of what it is about. */
export interface AskerFacts {
  segment: string | null;
  region: string | null;
  locale: string | null;
  designatedAnalystId: string | null;
  designatedContact: boolean;
  supportLevelIds: string[];
  assetKinds: string[];
  /** How the customer, its support levels, the product and the assets are called, by id. */
  names: Record<string, string>;
}

/** What is known of each of these, in their order: entitlements as they are in force at `now`. One statement. */
export async function findAskerFacts(
  session: Session,
  asked: readonly Asked[],
  now: Date,
): Promise<AskerFacts[]> {
  const rows = await session.query<{ place: number } & AskerFacts>(
    `select asked.place, c.segment, c.region, c.locale, c.designated_analyst_id as "designatedAnalystId",
            coalesce(k.designated and k.active, false) as "designatedContact",
            levels.ids as "supportLevelIds", about.kinds as "assetKinds",
            levels.names || about.names || case when c.name is null then '{}'::jsonb else jsonb_build_object(c.id, c.name) end
              || case when p.name is null then '{}'::jsonb else jsonb_build_object(p.id, p.name) end as names
       from jsonb_to_recordset($1::jsonb)
            as asked(place integer, "customerId" text, "contactId" text, "productId" text, "assetIds" text[])
       left join customer c on c.id = asked."customerId"
       left join contact k on k.id = asked."contactId" and k.customer_id = asked."customerId"
       left join product p on p.id = asked."productId"
       left join customer_zone z on z.id = c.id
       cross join lateral (
         select coalesce(array_agg(distinct e.support_level_id) filter (where e.support_level_id is not null), '{}') as ids,
                coalesce(jsonb_object_agg(l.id, l.name) filter (where l.name is not null), '{}') as names
           from entitlement e left join support_level l on l.id = e.support_level_id
          cross join lateral (select ($2::timestamptz at time zone coalesce(z.time_zone, 'UTC'))::date as day) today
          where e.customer_id = c.id and e.valid_from <= today.day and (e.valid_to is null or e.valid_to > today.day)
       ) levels
       cross join lateral (
         select coalesce(array_agg(distinct a.kind) filter (where a.kind is not null), '{}') as kinds,
                coalesce(jsonb_object_agg(a.id, a.name) filter (where a.name is not null), '{}') as names
           from asset a where a.id = any(asked."assetIds")
       ) about
      order by asked.place`,
    [
      JSON.stringify(
        asked.map(({ customerId, contactId, productId, assetIds }, place) => ({
          place,
          customerId,
          contactId,
          productId,
          assetIds,
        })),
      ),
      now,
    ],
  );
  return rows.map(({ place: _, ...facts }) => facts);
}

/** A team or queue as far as routing goes. */
export interface Crew {
  id: string;
  name: string;
  calendarId: string | null;
  memberIds: string[];
}

/** These teams and queues, by id; one statement. */
export async function findCrews(session: Session, ids: readonly string[]): Promise<Map<string, Crew>> {
  if (ids.length === 0) return new Map();
  const columns = 'id, name, calendar_id as "calendarId", member_ids as "memberIds"';
  const rows = await session.query<Crew>(
    `select ${columns} from team where id = any($1::text[])
     union all select ${columns} from queue where id = any($1::text[])`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Holds the first of these agents whom no other transaction is giving a ticket, in the order given, until the transaction
 * ends; null: all are held by others.
 *
 * @param waits true: the first one, waiting for whoever holds it
 */
export async function holdAgent(
  tx: Session,
  personIds: readonly string[],
  waits: boolean,
): Promise<string | null> {
  const [found] = await tx.query<{ id: string }>(
    `select a.person_id as id from agent a where a.person_id = any($1::text[])
      order by array_position($1::text[], a.person_id) limit 1 for no key update ${waits ? '' : 'skip locked'}`,
    [waits ? personIds.slice(0, 1) : [...personIds]],
  );
  return found?.id ?? null;
}

/** Whose turn it was last in a team or queue; others who ask for it wait until the transaction ends. Two statements. */
export async function holdTurn(tx: Session, crewId: string): Promise<string | null> {
  await tx.query('insert into routing_turn (crew_id) values ($1) on conflict do nothing', [crewId]);
  const [found] = await tx.query<{ last: string | null }>(
    'select last_person_id as last from routing_turn where crew_id = $1 for update',
    [crewId],
  );
  return found?.last ?? null;
}

/** Keeps whose turn it was last in a team or queue. */
export async function keepTurn(tx: Session, crewId: string, personId: string): Promise<void> {
  await tx.query('update routing_turn set last_person_id = $2 where crew_id = $1', [crewId, personId]);
}

/** What the queue of tickets is called in the platform's own source while no rules are in force. */
export const UNROUTED = 'unrouted';

/** The queue of tickets while no rules are in force; null: it was not needed yet. */
export async function findUnroutedQueue(session: Session): Promise<string | null> {
  const [found] = await session.query<{ id: string }>(
    `select id from queue where source = 'plimsoll' and external_id = $1`,
    [UNROUTED],
  );
  return found?.id ?? null;
}

/** Keeps others from making the queue of unrouted tickets until the transaction ends. */
export async function lockUnroutedQueue(tx: Session): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('queue of unrouted tickets'))`);
}

/** Why a ticket was routed. */
export type RoutingCauseName = 'OPENED' | 'BY_HAND' | 'PRIORITY_CHANGED' | 'ESCALATED' | 'REBALANCED';

/** A decision about the way of a ticket. */
export interface RoutingDecisionRecord {
  id: string;
  ticketId: string;
  at: Date;
  cause: RoutingCauseName;
  ruleSetId: string | null;
  ruleName: string | null;
  teamId: string | null;
  queueId: string | null;
  assigneeId: string | null;
  reasons: string[];
}

/** Keeps decisions; one statement. */
export async function addDecisions(
  tx: Session,
  decisions: readonly Omit<RoutingDecisionRecord, 'id'>[],
): Promise<void> {
  if (decisions.length === 0) return;
  await tx.query(
    `insert into routing_decision (id, ticket_id, at, cause, rule_set_id, rule_name, team_id, queue_id, assignee_id, reasons)
     select id, "ticketId", at, cause, "ruleSetId", "ruleName", "teamId", "queueId", "assigneeId", reasons
       from jsonb_to_recordset($1::jsonb) as given(id text, "ticketId" text, at timestamptz, cause text,
         "ruleSetId" text, "ruleName" text, "teamId" text, "queueId" text, "assigneeId" text, reasons text[])`,
    [JSON.stringify(decisions.map((decision) => ({ ...decision, id: newId('rtd') })))],
  );
}

const COLUMNS = `d.id, d.ticket_id as "ticketId", d.at, d.cause, d.rule_set_id as "ruleSetId",
  d.rule_name as "ruleName", d.team_id as "teamId", d.queue_id as "queueId", d.assignee_id as "assigneeId", d.reasons`;

/** What may be asked of the decisions about a ticket. */
export type DecisionListArguments = ListArguments<object, 'AT'>;

/** How decisions are listed: the latest first. */
export const decisionList: ListDefinition<object, 'AT'> = {
  columns: COLUMNS,
  from: 'routing_decision d',
  id: 'd.id',
  orders: { AT: { sql: 'd.at', type: 'timestamptz' } },
  defaultOrder: { field: 'AT', direction: 'DESC' },
  parents: { ticket: 'd.ticket_id' },
};

/** The latest decision about each ticket, in the order of the ids; one statement. */
export async function findLastDecisions(
  session: Session,
  ticketIds: readonly string[],
): Promise<(RoutingDecisionRecord | null)[]> {
  const rows = await session.query<RoutingDecisionRecord>(
    `select ${COLUMNS} from unnest($1::text[]) as wanted(id)
      cross join lateral (select * from routing_decision where ticket_id = wanted.id
        order by at desc, id desc limit 1) d`,
    [[...new Set(ticketIds)]],
  );
  const found = new Map(rows.map((row) => [row.ticketId, row]));
  return ticketIds.map((id) => found.get(id) ?? null);
}
