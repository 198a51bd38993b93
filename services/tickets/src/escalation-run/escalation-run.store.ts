import { emit, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import type { EscalationPolicyRecord } from '../escalation-policy/index.js';
import type { EscalationEnd } from '../escalation/index.js';
import type { RunPlace, RunPolicy, TicketFacts } from './escalation-run.rules.js';

/** The run of a policy over a ticket. */
export interface EscalationRunRecord extends RunPlace {
  id: string;
  version: number;
  policyId: string;
  ticketId: string;
  /** Of which a policy runs once over a ticket: a time it was opened or reopened, a request, or by hand. */
  cycle: string;
  policy: RunPolicy;
  because: string[];
  startedAt: Date;
  endedAt: Date | null;
  endedBecause: EscalationEnd | null;
}

export type EscalationRunListArguments = ListArguments<object, 'STARTED_AT'>;

const COLUMNS = `r.id, r.version, r.policy_id as "policyId", r.ticket_id as "ticketId", r.cycle, r.policy, r.because,
  r.started_at as "startedAt", r.round, r.next_step as "nextStep", r.next_at as "nextAt", r.ended_at as "endedAt",
  r.ended_because as "endedBecause"`;

/** How runs are listed. */
export const escalationRunList: ListDefinition<object, 'STARTED_AT'> = {
  columns: COLUMNS,
  from: 'escalation_run r',
  id: 'r.id',
  orders: { STARTED_AT: { sql: 'r.started_at', type: 'timestamptz' } },
  defaultOrder: { field: 'STARTED_AT', direction: 'DESC' },
  parents: { ticket: 'r.ticket_id', policy: 'r.policy_id' },
};

/** A ticket over which a policy may begin. */
export interface Candidate extends TicketFacts {
  id: string;
  cycle: string;
}

/**
 * Open tickets over which a policy has not begun in their present cycle, and of which all holds that the database can
 * tell; the next `limit` of them by id. One statement.
 */
export function findCandidates(
  session: Session,
  policy: EscalationPolicyRecord,
  now: Date,
  after: string,
  limit: number,
): Promise<Candidate[]> {
  const { conditions } = policy;
  const requested = conditions.requested === true;
  return session.query<Candidate>(
    `select t.id, t.opened_at as "openedAt", t.touched_at as "touchedAt", t.reopened_count as "reopenedCount",
            null::integer as "severityScore", clock."dueAt", clock."breachedAt", request.raised_at as "requestedAt",
            case when $3 then request.id else 'opened:' || t.reopened_count end as cycle
       from ticket t
       left join customer c on c.id = t.customer_id
       left join lateral (
         select min(k.due_at) filter (where k.status = 'RUNNING') as "dueAt", min(k.breached_at) as "breachedAt"
           from sla_clock k
          where k.ticket_id = t.id and k.stopped_at is null and ($4::text is null or k.target = $4)) clock on true
       left join lateral (
         select e.id, e.raised_at from escalation e
          where e.ticket_id = t.id and e.kind = 'REQUESTED' and e.acknowledged_at is null and e.ended_at is null
          limit 1) request on true
      where t.id > $5 and t.status not in ('RESOLVED', 'CLOSED')
        and ($3 or t.status not in ('ON_HOLD', 'WAITING_ON_CUSTOMER'))
        and (not $3 or request.id is not null)
        and ($6::text[] is null or t.kind = any($6))
        and ($7::text[] is null or t.priority = any($7))
        and ($8::text[] is null or c.segment = any($8))
        and ($9::text[] is null or t.team_id = any($9))
        and ($10::boolean is null or (t.assignee_id is null) = $10)
        and ($11::integer is null or t.opened_at <= $2::timestamptz - $11 * interval '1 minute')
        and ($12::integer is null or t.touched_at <= $2::timestamptz - $12 * interval '1 minute')
        and ($13::integer is null or clock."dueAt" <= $2::timestamptz + $13 * interval '1 minute')
        and ($14::boolean is null or clock."breachedAt" is not null)
        and ($15::integer is null or t.reopened_count >= $15)
        and ($16::text[] is null or exists (select 1 from entitlement n
              where n.customer_id = t.customer_id and n.support_level_id = any($16)
                and n.valid_from <= $2::timestamptz::date and (n.valid_to is null or n.valid_to > $2::timestamptz::date)))
        and not exists (select 1 from escalation_run r where r.policy_id = $1 and r.ticket_id = t.id
              and r.cycle = case when $3 then request.id else 'opened:' || t.reopened_count end)
      order by t.id limit $17`,
    [
      policy.id,
      now,
      requested,
      conditions.target,
      after,
      conditions.kinds,
      conditions.priorities,
      conditions.segments,
      conditions.teamIds,
      conditions.unassigned,
      conditions.openedForMinutes,
      conditions.quietForMinutes,
      conditions.breachWithinMinutes,
      conditions.breached,
      conditions.reopenedAtLeast,
      conditions.supportLevelIds,
      limit,
    ],
  );
}

/** Stores runs that begin, with their events; those that another has begun are left out. Answers those that were stored. */
export async function beginRuns(
  tx: Session,
  runs: readonly EscalationRunRecord[],
): Promise<EscalationRunRecord[]> {
  if (runs.length === 0) return [];
  const rows = await tx.query<{ id: string }>(
    `insert into escalation_run (id, version, policy_id, ticket_id, cycle, policy, because, started_at, round,
       next_step, next_at)
     select id, version, "policyId", "ticketId", cycle, policy, because, "startedAt", round, "nextStep", "nextAt"
       from jsonb_to_recordset($1::jsonb) as given(id text, version integer, "policyId" text, "ticketId" text,
         cycle text, policy jsonb, because text[], "startedAt" timestamptz, round integer, "nextStep" integer,
         "nextAt" timestamptz)
     on conflict (policy_id, ticket_id, cycle) do nothing returning id`,
    [JSON.stringify(runs)],
  );
  const stored = new Set(rows.map(({ id }) => id));
  const begun = runs.filter(({ id }) => stored.has(id));
  await emit(
    tx,
    begun.map((run) => eventOf(run, 'started')),
  );
  return begun;
}

/** Keeps where a run stands, with its event; one that stands at no step has ended. The run is held. */
export async function placeRun(tx: Session, run: EscalationRunRecord): Promise<void> {
  const next = { ...run, version: run.version + 1 };
  await tx.query(
    `update escalation_run set version = $2, round = $3, next_step = $4, next_at = $5, ended_at = $6,
       ended_because = $7 where id = $1`,
    [next.id, next.version, next.round, next.nextStep, next.nextAt, next.endedAt, next.endedBecause],
  );
  await emit(tx, [eventOf(next, next.endedAt === null ? 'advanced' : 'ended')]);
}

function eventOf(run: EscalationRunRecord, verb: string) {
  const { id, version, policyId, ticketId, startedAt, round, nextStep, nextAt, endedAt, endedBecause } = run;
  return {
    type: `plimsoll.escalation_run.${verb}.v1`,
    subject: id,
    version,
    data: {
      id,
      externalId: null,
      source: null,
      policyId,
      ticketId,
      startedAt,
      round,
      nextStep,
      nextAt,
      endedAt,
      endedBecause,
    },
  };
}

/** The runs with these ids, in order; null where the session's scope sees none. */
export async function findRuns(
  session: Session,
  ids: readonly string[],
): Promise<(EscalationRunRecord | null)[]> {
  const rows = await session.query<EscalationRunRecord>(
    `select ${COLUMNS} from escalation_run r where r.id = any($1::text[])`,
    [[...ids]],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** A run, held until the transaction ends; null where there is none. The ticket is held before. */
export async function holdRun(tx: Session, id: string): Promise<EscalationRunRecord | null> {
  const [run] = await tx.query<EscalationRunRecord>(
    `select ${COLUMNS} from escalation_run r where r.id = $1 for update`,
    [id],
  );
  return run ?? null;
}

/** Runs of tickets that do not wait whose next step is due, the longest due first. */
export async function findDueRuns(session: Session, now: Date, limit: number): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select r.id from escalation_run r join ticket t on t.id = r.ticket_id
      where r.next_at <= $1 and t.status not in ('ON_HOLD', 'WAITING_ON_CUSTOMER')
      order by r.next_at, r.id limit $2`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}
