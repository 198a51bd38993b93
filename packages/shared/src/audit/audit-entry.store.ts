import type { Session } from '../database/index.js';
import type { ChangedField } from '../history/index.js';
import { listPage, type ListArguments, type ListDefinition, type Page } from '../paging/index.js';

/** A change that was made, or an attempt that was refused. */
export interface AuditRow {
  seq: number;
  outcome: 'CHANGED' | 'DENIED';
  at: Date;
  /** The noun of a change; null for an attempt. */
  recordType: string | null;
  recordIds: string[];
  version: number | null;
  /** The mutation that was refused, and with which code; null for a change. */
  action: string | null;
  code: string | null;
  subject: string | null;
  actorId: string | null;
  requestId: string | null;
  reason: string | null;
  fields: ChangedField[];
}

/** Which entries. */
export interface AuditRowFilter {
  recordType?: string | null | undefined;
  recordId?: string | null | undefined;
  /** The person behind the caller, or the caller's stable name. */
  actor?: string | null | undefined;
  /** Half-open. */
  from?: Date | null | undefined;
  to?: Date | null | undefined;
  outcome?: string | null | undefined;
}

/** One order: that in which the log is sealed. */
export type AuditOrder = 'COMMITTED';

const auditList: ListDefinition<AuditRowFilter, AuditOrder> = {
  columns: `e.seq, e.outcome, e.at, e.record_type as "recordType", e.record_ids as "recordIds", e.version, e.action,
    e.code, e.subject, e.actor_id as "actorId", e.request_id as "requestId", e.reason, e.fields`,
  from: `(
    select xid, seq, 'CHANGED' as outcome, at, record_type, array[record_id] as record_ids, version,
           null::text as action, null::text as code, subject, actor_id, request_id, reason, fields
      from history
    union all
    select xid, seq, 'DENIED', at, null::text, record_ids, null::integer, action, code, subject, actor_id,
           request_id, null::text, '[]'::jsonb
      from denied_attempt) as e`,
  id: 'e.seq',
  orders: { COMMITTED: { sql: 'e.xid', type: 'xid8' } },
  defaultOrder: { field: 'COMMITTED', direction: 'DESC' },
  where: ({ recordType, recordId, actor, from, to, outcome }, parameters) => [
    ...(recordType == null ? [] : [`e.record_type = ${parameters.add(recordType)}`]),
    ...(recordId == null ? [] : [`${parameters.add(recordId)} = any(e.record_ids)`]),
    ...(actor == null ? [] : [`${parameters.add(actor)} in (e.actor_id, e.subject)`]),
    ...(from == null ? [] : [`e.at >= ${parameters.add(from)}`]),
    ...(to == null ? [] : [`e.at < ${parameters.add(to)}`]),
    ...(outcome == null ? [] : [`e.outcome = ${parameters.add(outcome)}`]),
  ],
};

/** A page of the audit log in the order in which it is sealed. The session is of staff, else nothing is seen. */
export function listAuditEntries(
  session: Session,
  args: ListArguments<AuditRowFilter, AuditOrder>,
): Promise<Page<AuditRow>> {
  return listPage(session, auditList, args);
}
