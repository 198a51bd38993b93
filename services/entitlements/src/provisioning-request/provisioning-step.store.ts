import { newId, type Session } from '@plimsoll/shared';
import type { PlannedStep, StepName, StepStatus } from './provisioning-request.rules.js';

/** A step as stored. */
export interface StepRecord {
  id: string;
  requestId: string;
  /** Its place in the request, from 1. */
  place: number;
  line: number | null;
  name: StepName;
  status: StepStatus;
  /** How often it was begun, also by a process that died over it. */
  attempts: number;
  /** How often it failed. */
  failures: number;
  /** How often undoing it was begun, and how often that failed. */
  undoAttempts: number;
  undoFailures: number;
  error: string | null;
  at: Date | null;
  result: StepResult;
}

/** What a step leaves for later ones, and for who reads along. */
export type StepResult = Record<string, unknown>;

/** What changes of a step. */
export type StepChange = Partial<
  Pick<
    StepRecord,
    'status' | 'attempts' | 'failures' | 'undoAttempts' | 'undoFailures' | 'error' | 'at' | 'result'
  >
>;

const COLUMNS = `s.id, s.request_id as "requestId", s.place, s.line, s.name, s.status, s.attempts, s.failures,
  s.undo_attempts as "undoAttempts", s.undo_failures as "undoFailures", s.error, s.at, s.result`;

/** Records the steps of a request as planned; their ids are the keys under which outside effects are asked for. */
export async function planSteps(
  tx: Session,
  requestId: string,
  planned: readonly PlannedStep[],
): Promise<StepRecord[]> {
  return tx.query<StepRecord>(
    `insert into provisioning_step as s (id, request_id, place, line, name)
     select p.id, $1, p.place, p.line, p.name
       from jsonb_to_recordset($2::jsonb) as p(id text, place integer, line integer, name text) order by p.place
     returning ${COLUMNS}`,
    [
      requestId,
      JSON.stringify(planned.map((step, index) => ({ ...step, id: newId('pst'), place: index + 1 }))),
    ],
  );
}

/** The steps of each request in order, by request; one statement. */
export async function findSteps(
  session: Session,
  requestIds: readonly string[],
): Promise<Map<string, StepRecord[]>> {
  const rows = await session.query<StepRecord>(
    `select ${COLUMNS} from provisioning_step s where s.request_id = any($1::text[]) order by s.request_id, s.place`,
    [[...requestIds]],
  );
  const byRequest = new Map(requestIds.map((id) => [id, [] as StepRecord[]]));
  for (const row of rows) byRequest.get(row.requestId)?.push(row);
  return byRequest;
}

/** The steps of one request in order. */
export async function stepsOf(session: Session, requestId: string): Promise<StepRecord[]> {
  return (await findSteps(session, [requestId])).get(requestId) ?? [];
}

/**
 * Records how a step goes on, as it is now. Answers null, and changes nothing, where it no longer is as it was
 * read: another process has moved it since.
 */
export async function moveStep(
  tx: Session,
  read: StepRecord,
  change: StepChange,
): Promise<StepRecord | null> {
  const next = { ...read, ...change };
  const [stored] = await tx.query<StepRecord>(
    `update provisioning_step s
        set status = $5, attempts = $6, failures = $7, undo_attempts = $8, undo_failures = $9, error = $10, at = $11,
            result = $12
      where s.id = $1 and s.status = $2 and s.attempts = $3 and s.undo_attempts = $4
     returning ${COLUMNS}`,
    [
      read.id,
      read.status,
      read.attempts,
      read.undoAttempts,
      next.status,
      next.attempts,
      next.failures,
      next.undoAttempts,
      next.undoFailures,
      next.error,
      next.at,
      JSON.stringify(next.result),
    ],
  );
  return stored ?? null;
}

/** Steps that never began are left out, now that their request has ended. */
export async function skipUnbegun(tx: Session, requestId: string): Promise<void> {
  await tx.query(
    `update provisioning_step set status = 'SKIPPED' where request_id = $1 and status = 'PENDING'`,
    [requestId],
  );
}
