import { Records, type ListDefinition, type Session } from '@plimsoll/shared';
import { MaintenancePlanEntity } from './maintenance-plan.entity.js';
import { PlanStepEntity } from './plan-step.entity.js';

/** A plan as the rest of the service knows it. */
export type MaintenancePlanRecord = MaintenancePlanEntity;
/** A step of a plan as the rest of the service knows it. */
export type PlanStepRecord = PlanStepEntity;

/** Plans, with their history and events. */
export const maintenancePlanRecords = new Records<MaintenancePlanRecord>({
  entity: MaintenancePlanEntity,
  noun: 'maintenance plan',
  eventNoun: 'maintenance_plan',
  eventData: ({ changeId, procedureId, procedureVersion, replaced }) => ({
    changeId,
    procedureId,
    procedureVersion,
    replaced,
  }),
});

/** Steps of plans, with their history and events. */
export const planStepRecords = new Records<PlanStepRecord>({
  entity: PlanStepEntity,
  noun: 'plan step',
  eventNoun: 'plan_step',
  eventData: ({ planId, position, status, tickedBy, tickedAt }) => ({
    planId,
    position,
    status,
    tickedBy,
    tickedAt: tickedAt?.toISOString() ?? null,
  }),
});

const PLAN = `m.id, m.version, m.external_id as "externalId", m.source, m.change_id as "changeId",
  m.procedure_id as "procedureId", m.procedure_version as "procedureVersion", m.made_at as "madeAt", m.replaced`;

const STEP = `s.id, s.version, s.external_id as "externalId", s.source, s.plan_id as "planId", s.position, s.status,
  s.ticked_by as "tickedBy", s.ticked_at as "tickedAt", s.result, s.evidence_url as "evidenceUrl"`;

/** How the plans that follow a procedure are listed. */
export const planList: ListDefinition<Record<string, never>, 'MADE'> = {
  columns: PLAN,
  from: 'maintenance_plan m',
  id: 'm.id',
  orders: { MADE: { sql: 'm.made_at', type: 'timestamptz' } },
  defaultOrder: { field: 'MADE', direction: 'DESC' },
  where: () => ['not m.replaced'],
  parents: { procedure: 'm.procedure_id' },
};

/** The plan of each change, one slot a change, in order; null for one without; one statement. */
export async function findPlansOfChanges(
  session: Session,
  changeIds: readonly string[],
): Promise<(MaintenancePlanRecord | null)[]> {
  const rows = await session.query<MaintenancePlanRecord>(
    `select ${PLAN} from maintenance_plan m where m.change_id = any($1::text[]) and not m.replaced`,
    [changeIds],
  );
  const found = new Map(rows.map((row) => [row.changeId, row]));
  return changeIds.map((id) => found.get(id) ?? null);
}

/** The steps of each plan, in order of position, one slot a plan; one statement. */
export async function findStepsOfPlans(
  session: Session,
  planIds: readonly string[],
): Promise<PlanStepRecord[][]> {
  const rows = await session.query<PlanStepRecord>(
    `select ${STEP} from plan_step s where s.plan_id = any($1::text[]) order by s.plan_id, s.position`,
    [planIds],
  );
  const found = new Map<string, PlanStepRecord[]>();
  for (const row of rows) found.set(row.planId, [...(found.get(row.planId) ?? []), row]);
  return planIds.map((id) => found.get(id) ?? []);
}

/** What a plan has to know of its change. */
export interface PlannedChange {
  status: string;
  startedAt: Date | null;
}

/**
 * What a plan has to know of its change, which stays as it is until the transaction ends; null where the scope sees
 * none. Whoever changes plans locks their changes first, in this way or for update.
 */
export async function holdChange(tx: Session, changeId: string): Promise<PlannedChange | null> {
  const [row] = await tx.query<PlannedChange>(
    `select c.status, c.started_at as "startedAt" from change c where c.id = $1 for share`,
    [changeId],
  );
  return row ?? null;
}

/** Locks a change until the transaction ends, where the scope sees it. */
export async function lockChange(tx: Session, changeId: string): Promise<void> {
  await tx.query('select 1 from change c where c.id = $1 for update', [changeId]);
}

/** The plan of a change, locked until the transaction ends; null for one without. */
export async function lockPlan(tx: Session, changeId: string): Promise<MaintenancePlanRecord | null> {
  const [row] = await tx.query<MaintenancePlanRecord>(
    `select ${PLAN} from maintenance_plan m where m.change_id = $1 and not m.replaced for update`,
    [changeId],
  );
  return row ?? null;
}
