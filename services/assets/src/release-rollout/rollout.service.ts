import {
  authorize,
  authorOf,
  checkText,
  DomainError,
  hasRole,
  idempotently,
  invalid,
  newId,
  notFound,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { findChange } from '../change/index.js';
import {
  checkNotCancelled,
  lockRelease,
  noteStageStatuses,
  optionalAddress,
  releaseRecords,
  stageGates,
  type ReleaseRecord,
  type Stage,
} from '../release/index.js';
import { afterStep, type BypassedGate, type RolloutStep } from './rollout.rules.js';
import { isUnderWay, rolloutRecords, type RolloutRecord } from './rollout.store.js';
import type {
  CompleteRollbackInput,
  CompleteRolloutInput,
  StartRollbackInput,
  StartRolloutInput,
} from './rollout.types.js';

const LONGEST_REMARK = 2_000;

/** Begins a rollout to a stage whose gates are open, or overridden by an admin or a manager. Roles: admin, manager, operator. */
export async function startRollout(
  context: RequestContext,
  input: StartRolloutInput,
): Promise<RolloutRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  checkText(input.idempotencyKey, 'idempotencyKey');
  const overrideReason = input.overrideReason
    ? checkText(input.overrideReason, 'overrideReason', LONGEST_REMARK)
    : null;
  const author = authorOf(context, overrideReason);
  const at = checkAt(context, input.at);
  return context.session.transaction(async (tx) => {
    const { id } = await idempotently(
      tx,
      { principal: context.principal, mutation: 'startRollout', key: input.idempotencyKey, body: input },
      async () => {
        const { release, stage } = await requireStage(tx, input.releaseId, input.stage);
        if (await isUnderWay(tx, release.id, stage.position)) {
          throw new DomainError('STAGE_UNDER_WAY', 'This stage is being rolled out or back already.', [
            'stage',
          ]);
        }
        if (input.changeId) await requireAgreed(tx, input.changeId);
        const bypassedGates = await shutGates(tx, release, stage, context.now);
        return beginRollout(tx, author, {
          release,
          stage,
          at,
          changeId: input.changeId ?? null,
          bypassedGates,
          overrideReason: checkOverride(context, bypassedGates, overrideReason),
          url: optionalAddress(input.url) ?? null,
        });
      },
    );
    return rolloutRecords.require(tx, id, ['idempotencyKey']);
  });
}

/** Ends a rollout. Roles: admin, manager, operator. */
export function completeRollout(
  context: RequestContext,
  input: CompleteRolloutInput,
): Promise<RolloutRecord> {
  return step(context, input, () => ({
    kind: 'complete',
    outcome: input.outcome,
    at: checkAt(context, input.at),
  }));
}

/** Begins to take a rollout back. Roles: admin, manager, operator. */
export function startRollback(context: RequestContext, input: StartRollbackInput): Promise<RolloutRecord> {
  return step(context, input, () => ({
    kind: 'startRollback',
    reason: checkText(input.reason, 'reason', LONGEST_REMARK),
    at: checkAt(context, input.at),
  }));
}

/** Ends taking a rollout back. Roles: admin, manager, operator. */
export function completeRollback(
  context: RequestContext,
  input: CompleteRollbackInput,
): Promise<RolloutRecord> {
  return step(context, input, () => ({
    kind: 'completeRollback',
    outcome: input.outcome,
    at: checkAt(context, input.at),
  }));
}

/** What a rollout begins with. */
export interface NewRollout {
  release: ReleaseRecord;
  stage: Stage;
  /** Those of the release where absent. */
  assetIds?: string[];
  at: Date;
  changeId: string | null;
  bypassedGates: BypassedGate[];
  overrideReason: string | null;
  url: string | null;
  /** Its name in the deployer's system. */
  origin?: { source: string; externalId: string };
}

/** Records that a rollout has begun, in the transaction that holds the release. */
export async function beginRollout(tx: Session, author: Author, given: NewRollout): Promise<RolloutRecord> {
  const { release, stage, assetIds = release.assetIds, at, origin, ...rest } = given;
  const rollout: RolloutRecord = {
    id: newId('rol'),
    version: 1,
    externalId: origin?.externalId ?? null,
    source: origin?.source ?? null,
    releaseId: release.id,
    stage: stage.position,
    environmentId: stage.environmentId,
    region: stage.region,
    assetIds,
    status: 'IN_PROGRESS',
    startedAt: at,
    startedBy: author.actorId,
    outcome: null,
    endedAt: null,
    rollbackStartedAt: null,
    rollbackOutcome: null,
    rollbackEndedAt: null,
    rollbackReason: null,
    ...rest,
  };
  await rolloutRecords.create(tx, author, [rollout]);
  await noteStageStatuses(tx, author, release.id);
  return rollout;
}

/**
 * Takes a step of a rollout and brings its release's status in line.
 *
 * @throws DomainError `NOT_FOUND`, `CONFLICT`, `INVALID_STATUS`, `INVALID`
 */
export async function stepRollout(
  tx: Session,
  author: Author,
  rollout: { id: string; version: number },
  taken: RolloutStep,
): Promise<RolloutRecord> {
  const known = await rolloutRecords.require(tx, rollout.id, ['id']);
  // The release first, as when a rollout begins: two that concern one release never wait for each other.
  await lockRelease(tx, known.releaseId);
  const stepped = await rolloutRecords.update(tx, author, rollout.id, rollout.version, (current) =>
    afterStep(current, taken),
  );
  await noteStageStatuses(tx, author, stepped.releaseId);
  return stepped;
}

/** The gates of a stage that are shut at an instant. */
export async function shutGates(
  tx: Session,
  release: ReleaseRecord,
  stage: Stage,
  now: Date,
): Promise<BypassedGate[]> {
  const [gates = []] = await stageGates(tx, [{ release, stage }], now);
  return gates.filter(({ open }) => !open).map(({ gate, explanation }) => ({ gate: gate.name, explanation }));
}

async function step(
  context: RequestContext,
  input: { id: string; expectedVersion: number },
  taken: () => RolloutStep,
): Promise<RolloutRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const rollout = { id: input.id, version: input.expectedVersion };
  const next = taken();
  return context.session.transaction((tx) => stepRollout(tx, authorOf(context), rollout, next));
}

async function requireStage(
  tx: Session,
  releaseId: string,
  position: number,
): Promise<{ release: ReleaseRecord; stage: Stage }> {
  if ((await lockRelease(tx, releaseId)) === null) throw notFound('release', releaseId, ['releaseId']);
  const release = await releaseRecords.require(tx, releaseId, ['releaseId']);
  checkNotCancelled(release, ['releaseId']);
  const stage = release.stages[position - 1];
  if (!stage) throw invalid(`This release has no stage ${position}.`, ['stage']);
  return { release, stage };
}

async function requireAgreed(tx: Session, changeId: string): Promise<void> {
  const { status } = await findChange(tx, changeId);
  if (status !== 'APPROVED' && status !== 'SCHEDULED' && status !== 'IN_PROGRESS') {
    throw new DomainError(
      'CHANGE_NOT_APPROVED',
      `The change is ${status}; it has to be APPROVED, SCHEDULED or IN_PROGRESS.`,
      ['changeId'],
    );
  }
}

/** The reason to be kept: null where no gate is shut. */
function checkOverride(
  context: RequestContext,
  shut: readonly BypassedGate[],
  reason: string | null,
): string | null {
  const [first] = shut;
  if (!first) return null;
  const named = shut.map(({ gate, explanation }) => `${gate}: ${explanation}`).join(' ');
  if (!reason) throw new DomainError('GATE_SHUT', named, ['stage']);
  if (!hasRole(context.principal, 'admin', 'manager')) {
    throw new DomainError('GATE_SHUT', `Only an admin or a manager overrides a gate. ${named}`, [
      'overrideReason',
    ]);
  }
  return reason;
}

function checkAt(context: RequestContext, at: Date | null | undefined): Date {
  if (at && at > context.now) throw invalid('`at` is in the future.', ['at']);
  return at ?? context.now;
}
