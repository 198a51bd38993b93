import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  DomainError,
  hasRole,
  invalid,
  notFound,
  type Author,
  type RequestContext,
  type Role,
  type Session,
} from '@plimsoll/shared';
import { requireCopies } from '../account/index.js';
import type {
  CancelReleaseInput,
  CreateReleaseInput,
  DecideReleaseGateInput,
  UpdateReleaseInput,
} from './release-input.types.js';
import { checkAssets, checkStageInputs, optionalAddress, optionalText } from './release-parts.service.js';
import {
  checkStagesKept,
  releaseStatus,
  type GateRoleName,
  type Stage,
  type StageStatus,
} from './release.rules.js';
import { findStageStatuses } from './release-gate.store.js';
import { lockRelease, releaseRecords, type ReleaseRecord } from './release.store.js';

const LONGEST_REMARK = 2_000;
const LONGEST_LABEL = 200;

/** Creates a release. Roles: admin, manager, operator. */
export async function createRelease(
  context: RequestContext,
  input: CreateReleaseInput,
): Promise<ReleaseRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, releaseRecords, {
    prefix: 'rel',
    mutation: 'createRelease',
    input,
    values: async (tx) => {
      await requireCopies(tx, { productId: ['product', input.productId] });
      return {
        name: checkText(input.name, 'name'),
        tag: optionalText(input.tag, 'tag', LONGEST_LABEL) ?? null,
        commitId: optionalText(input.commitId, 'commitId', LONGEST_LABEL) ?? null,
        productId: input.productId ?? null,
        assetIds: await checkAssets(tx, input.assetIds),
        stages: await checkStageInputs(tx, input.stages),
        decisions: [],
        status: 'PLANNED',
        notes: optionalText(input.notes, 'notes') ?? null,
        url: optionalAddress(input.url) ?? null,
        createdAt: context.now,
        createdBy: authorOf(context).actorId,
      };
    },
  });
}

/** Changes a release. Roles: admin, manager, operator. */
export async function updateRelease(
  context: RequestContext,
  input: UpdateReleaseInput,
): Promise<ReleaseRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return edit(context, input, authorOf(context), async (current, tx) => {
    const statuses = (await findStageStatuses(tx, [current.id])).get(current.id) ?? new Map();
    const begun = [...statuses.keys()];
    if (input.assetIds && begun.length > 0) {
      throw new DomainError('STAGE_BEGUN', 'A stage has begun; the assets of the release stay.', [
        'assetIds',
      ]);
    }
    const stages = input.stages ? await checkStageInputs(tx, input.stages) : current.stages;
    checkStagesKept(current.stages, stages, begun);
    await requireCopies(tx, { productId: ['product', input.productId] });
    return {
      ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
      tag: optionalText(input.tag, 'tag', LONGEST_LABEL),
      commitId: optionalText(input.commitId, 'commitId', LONGEST_LABEL),
      productId: input.productId,
      ...(input.assetIds == null ? {} : { assetIds: await checkAssets(tx, input.assetIds) }),
      stages,
      decisions: current.decisions.filter(({ position, gate }) => keepsGate(current, stages, position, gate)),
      status: statusOf(stages, statuses),
      notes: optionalText(input.notes, 'notes'),
      url: optionalAddress(input.url),
    };
  });
}

/** Gives a release up; what runs goes on. Roles: admin, manager, operator. */
export async function cancelRelease(
  context: RequestContext,
  input: CancelReleaseInput,
): Promise<ReleaseRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const author = authorOf(context, checkText(input.reason, 'reason', LONGEST_REMARK));
  return edit(context, input, author, async ({ id }, tx) => {
    const statuses = [...((await findStageStatuses(tx, [id])).get(id)?.values() ?? [])];
    if (statuses.some(({ status }) => status === 'IN_PROGRESS' || status === 'ROLLING_BACK')) {
      throw new DomainError('STAGE_UNDER_WAY', 'A stage is under way; let it end first.', ['id']);
    }
    return { status: 'CANCELLED' };
  });
}

const OPENERS: Record<GateRoleName, Role[]> = {
  ADMIN: ['admin'],
  MANAGER: ['admin', 'manager'],
  OPERATOR: ['admin', 'manager', 'operator'],
};

/** Decides at a gate of kind `APPROVAL`, as whoever its role names; nobody approves at a gate of their own release. */
export async function decideReleaseGate(
  context: RequestContext,
  input: DecideReleaseGateInput,
): Promise<ReleaseRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const author = authorOf(context);
  return edit(context, input, author, (current) => {
    const stage = current.stages.find(({ position }) => position === input.stage);
    if (!stage) throw invalid(`This release has no stage ${input.stage}.`, ['stage']);
    const gate = stage.gates.find(({ name }) => name === input.gate);
    if (!gate || gate.kind !== 'APPROVAL') {
      throw invalid(`Stage ${input.stage} has no gate of that name that is approved.`, ['gate']);
    }
    const role = gate.role ?? 'MANAGER';
    if (!hasRole(context.principal, ...OPENERS[role])) {
      throw new DomainError('FORBIDDEN', `This gate is opened by one ${role.toLowerCase()}.`, ['gate']);
    }
    if (input.decision === 'APPROVED' && current.createdBy === author.actorId) {
      throw new DomainError('OWN_RELEASE', 'Nobody opens a gate of their own release.', ['gate']);
    }
    return {
      decisions: [
        ...current.decisions,
        {
          position: input.stage,
          gate: input.gate,
          decision: input.decision,
          by: author.actorId,
          at: context.now.toISOString(),
          comment: optionalText(input.comment, 'comment', LONGEST_REMARK) ?? null,
        },
      ],
    };
  });
}

/**
 * The release that a change is to be part of: one that is not cancelled.
 *
 * @throws DomainError `NOT_FOUND`, `RELEASE_CANCELLED`
 */
export async function requireOpenRelease(tx: Session, releaseId: string): Promise<ReleaseRecord> {
  const release = await releaseRecords.require(tx, releaseId, ['releaseId']);
  checkNotCancelled(release, ['releaseId']);
  return release;
}

/** Brings a release's status in line with its stages, in the transaction that changed one. */
export async function noteStageStatuses(tx: Session, author: Author, releaseId: string): Promise<void> {
  const version = await lockRelease(tx, releaseId);
  if (version === null) throw notFound('release', releaseId);
  const statuses = (await findStageStatuses(tx, [releaseId])).get(releaseId) ?? new Map();
  await releaseRecords.update(tx, author, releaseId, version, ({ stages, status }) => ({
    status: status === 'CANCELLED' ? status : statusOf(stages, statuses),
  }));
}

/**
 * A release that is given up stays so.
 *
 * @throws DomainError `RELEASE_CANCELLED`
 */
export function checkNotCancelled(release: ReleaseRecord, path: readonly string[] = ['id']): void {
  if (release.status === 'CANCELLED') {
    throw new DomainError('RELEASE_CANCELLED', 'This release is cancelled.', path);
  }
}

function edit(
  context: RequestContext,
  input: { id: string; expectedVersion: number },
  author: Author,
  change: (current: ReleaseRecord, tx: Session) => Promise<Partial<ReleaseRecord>> | Partial<ReleaseRecord>,
): Promise<ReleaseRecord> {
  return context.session.transaction((tx) =>
    releaseRecords.update(tx, author, input.id, input.expectedVersion, (current) => {
      checkNotCancelled(current);
      return change(current, tx);
    }),
  );
}

function statusOf(stages: readonly Stage[], statuses: ReadonlyMap<number, StageStatus>) {
  return releaseStatus(stages.map(({ position }) => statuses.get(position)?.status ?? 'PENDING'));
}

/** Whether a decision is still about the same gate of the same place. */
function keepsGate(before: ReleaseRecord, after: readonly Stage[], position: number, gate: string): boolean {
  const was = before.stages[position - 1];
  const is = after[position - 1];
  return (
    was?.environmentId === is?.environmentId &&
    was?.region === is?.region &&
    is?.gates.some(({ name, kind }) => name === gate && kind === 'APPROVAL') === true
  );
}
