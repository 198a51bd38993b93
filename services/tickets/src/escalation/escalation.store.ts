import { emit, Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import type { EscalationKind } from '../escalation-form/index.js';
import { EscalationEntity } from './escalation.entity.js';
import type { EscalationEnd } from './escalation.rules.js';

/** An escalation as the rest of the service knows it. */
export type EscalationRecord = EscalationEntity;

/** Which escalations; all conditions must hold. */
export interface EscalationFilter {
  ticketId?: string | null;
  toPersonId?: string | null;
  policyId?: string | null;
  kind?: EscalationKind | null;
  open?: boolean | null;
}

export type EscalationListArguments = ListArguments<EscalationFilter, 'RAISED_AT' | 'SEVERITY'>;

/** Escalations, with their history and events; what is told in words stays out of events. */
export const escalationRecords = new Records<EscalationRecord>({
  entity: EscalationEntity,
  noun: 'escalation',
  eventNoun: 'escalation',
  eventData: (escalation) => ({
    ticketId: escalation.ticketId,
    kind: escalation.kind,
    fromTier: escalation.fromTier,
    toTier: escalation.toTier,
    toPersonId: escalation.toPersonId,
    rotationId: escalation.rotationId,
    severityScore: escalation.severityScore,
    raisedAt: escalation.raisedAt,
    raisedById: escalation.raisedById,
    runId: escalation.runId,
    acknowledgedAt: escalation.acknowledgedAt,
    acknowledgedById: escalation.acknowledgedById,
    endedAt: escalation.endedAt,
    endedBecause: escalation.endedBecause,
  }),
  verbs: { created: 'raised', updated: 'updated' },
});

const COLUMNS = `e.id, e.version, e.external_id as "externalId", e.source, e.ticket_id as "ticketId", e.kind,
  e.from_tier as "fromTier", e.to_tier as "toTier", e.to_person_id as "toPersonId",
  e.rotation_id as "rotationId", e.reason, e.form_id as "formId", e.information,
  e.severity_score as "severityScore", e.severity, e.raised_at as "raisedAt", e.raised_by_id as "raisedById",
  e.run_id as "runId", e.round, e.step, e.acknowledged_at as "acknowledgedAt",
  e.acknowledged_by_id as "acknowledgedById", e.note, e.ended_at as "endedAt", e.ended_because as "endedBecause"`;

const OPEN = 'e.acknowledged_at is null and e.ended_at is null';

/** How escalations are listed. */
export const escalationList: ListDefinition<EscalationFilter, 'RAISED_AT' | 'SEVERITY'> = {
  columns: COLUMNS,
  from: 'escalation e',
  id: 'e.id',
  orders: {
    RAISED_AT: { sql: 'e.raised_at', type: 'timestamptz' },
    SEVERITY: { sql: 'coalesce(e.severity_score, 0)', type: 'integer' },
  },
  defaultOrder: { field: 'RAISED_AT', direction: 'DESC' },
  where: (filter, parameters) => [
    ...(filter.ticketId ? [`e.ticket_id = ${parameters.add(filter.ticketId)}`] : []),
    ...(filter.toPersonId ? [`e.to_person_id = ${parameters.add(filter.toPersonId)}`] : []),
    ...(filter.policyId
      ? [
          `e.run_id in (select r.id from escalation_run r where r.policy_id = ${parameters.add(filter.policyId)})`,
        ]
      : []),
    ...(filter.kind ? [`e.kind = ${parameters.add(filter.kind)}`] : []),
    ...(filter.open == null ? [] : [filter.open ? OPEN : `not (${OPEN})`]),
  ],
  parents: { ticket: 'e.ticket_id' },
};

/** An escalation that waits for the person it was told to. */
export interface OpenEscalation {
  id: string;
  ticketId: string;
  personId: string;
  kind: EscalationKind;
  reason: string;
  raisedAt: Date;
}

/** The escalations of open tickets that wait for these people to acknowledge them, the earliest first; one statement. */
export async function openEscalationsTo(
  session: Session,
  personIds: readonly string[],
): Promise<OpenEscalation[]> {
  if (personIds.length === 0) return [];
  return session.query<OpenEscalation>(
    `select e.id, e.ticket_id as "ticketId", e.to_person_id as "personId", e.kind, e.reason,
            e.raised_at as "raisedAt"
       from escalation e where e.to_person_id = any($1::text[]) and ${OPEN} order by e.raised_at, e.id`,
    [[...personIds]],
  );
}

/** The escalations of tickets, or of one run, that nobody has acknowledged; one statement. */
export function findOpenEscalations(
  session: Session,
  of: { ticketIds: readonly string[] } | { runId: string },
): Promise<EscalationRecord[]> {
  const [condition, value] =
    'runId' in of ? ['e.run_id = $1', of.runId] : ['e.ticket_id = any($1::text[])', [...of.ticketIds]];
  return session.query<EscalationRecord>(
    `select ${COLUMNS} from escalation e where ${condition} and ${OPEN} order by e.id`,
    [value],
  );
}

/** Ends the runs of policies over these tickets, or one run, with their events: nothing more is taken of them. */
export async function endRuns(
  tx: Session,
  of: { ticketIds: readonly string[] } | { runId: string },
  at: Date,
  because: EscalationEnd,
): Promise<void> {
  const [condition, value] =
    'runId' in of ? ['id = $3', of.runId] : ['ticket_id = any($3::text[])', [...of.ticketIds]];
  const ended = await tx.query<{ id: string; version: number; policyId: string; ticketId: string }>(
    `update escalation_run set version = version + 1, next_at = null, ended_at = $1, ended_because = $2
      where ${condition} and ended_at is null
      returning id, version, policy_id as "policyId", ticket_id as "ticketId"`,
    [at, because, value],
  );
  await emit(
    tx,
    ended.map(({ id, version, policyId, ticketId }) => ({
      type: 'plimsoll.escalation_run.ended.v1',
      subject: id,
      version,
      data: { id, externalId: null, source: null, policyId, ticketId, endedAt: at, endedBecause: because },
    })),
  );
}
