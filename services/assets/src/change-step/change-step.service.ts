import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  invalid,
  notFound,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import {
  changeRecords,
  checkChangeAssets,
  checkWindow,
  newChange,
  type ChangeRecord,
} from '../change/index.js';
import { requireOpenRelease } from '../release/index.js';
import { checkApprover, statusAfter, statusAfterEdit, type ChangeStep } from './change-step.rules.js';
import type {
  ChangeStepInput,
  CompleteChangeInput,
  DraftChangeInput,
  ReviewChangeInput,
  StartChangeInput,
  UpdateChangeInput,
} from './change-step.types.js';

const LONGEST_TEXT = 20_000;

/** Drafts a change. Roles: admin, manager, operator. */
export async function draftChange(context: RequestContext, input: DraftChangeInput): Promise<ChangeRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, changeRecords, {
    prefix: 'chg',
    mutation: 'draftChange',
    input,
    values: async (tx) => {
      if (input.procedureId) throw notFound('procedure', input.procedureId, ['procedureId']);
      const release = input.releaseId ? await requireOpenRelease(tx, input.releaseId) : null;
      return newChange({
        title: checkText(input.title, 'title'),
        description: optionalText(input.description, 'description') ?? null,
        kind: input.kind,
        assetIds: await checkChangeAssets(tx, input.assetIds),
        ...checkWindow(input.window),
        expectedState: input.expectedState,
        noticeGivenAt: input.noticeGivenAt ?? null,
        requestedBy: authorOf(context).actorId,
        rollbackPlan: optionalText(input.rollbackPlan, 'rollbackPlan') ?? null,
        releaseId: release?.id ?? null,
      });
    },
  });
}

/** Edits a change. Roles: admin, manager, operator. */
export async function updateChange(context: RequestContext, input: UpdateChangeInput): Promise<ChangeRecord> {
  return edit(context, ['admin', 'manager', 'operator'], input, async (current, tx) => {
    const planned = (['kind', 'assetIds', 'window', 'expectedState'] as const).filter(
      (field) => input[field] != null,
    );
    return {
      status: statusAfterEdit(current.status, planned),
      ...(input.title == null ? {} : { title: checkText(input.title, 'title') }),
      description: optionalText(input.description, 'description'),
      ...(input.kind == null ? {} : { kind: input.kind }),
      ...(input.assetIds == null ? {} : { assetIds: await checkChangeAssets(tx, input.assetIds) }),
      ...(input.window == null ? {} : checkWindow(input.window)),
      ...(input.expectedState == null ? {} : { expectedState: input.expectedState }),
      noticeGivenAt: input.noticeGivenAt,
      rollbackPlan: optionalText(input.rollbackPlan, 'rollbackPlan'),
      releaseId: input.releaseId ? (await requireOpenRelease(tx, input.releaseId)).id : input.releaseId,
    };
  });
}

/** Takes a step that says nothing more. Roles: admin, manager, operator. */
export function stepChange(
  context: RequestContext,
  step: Extract<ChangeStep, 'assess' | 'submit' | 'schedule' | 'cancel'>,
  input: ChangeStepInput,
): Promise<ChangeRecord> {
  return edit(context, ['admin', 'manager', 'operator'], input, ({ status }) => ({
    status: statusAfter(step, status),
  }));
}

/** Approves a change or sends it back; nobody approves their own. Roles: admin, manager. */
export function reviewChange(
  context: RequestContext,
  decision: Extract<ChangeStep, 'approve' | 'reject'>,
  input: ReviewChangeInput,
): Promise<ChangeRecord> {
  return edit(context, ['admin', 'manager'], input, ({ status, requestedBy }) => {
    const next = statusAfter(decision, status);
    const { actorId } = authorOf(context);
    if (decision === 'approve') checkApprover(requestedBy, actorId);
    return {
      status: next,
      reviewedBy: actorId,
      reviewComment: input.comment ? checkText(input.comment, 'comment', 2_000) : null,
    };
  });
}

/** Begins a change. Roles: admin, manager, operator. */
export function startChange(context: RequestContext, input: StartChangeInput): Promise<ChangeRecord> {
  return edit(context, ['admin', 'manager', 'operator'], input, ({ status }) => ({
    status: statusAfter('start', status),
    startedAt: notInTheFuture(context, input.at),
  }));
}

/** Ends a change with its outcome. Roles: admin, manager, operator. */
export function completeChange(context: RequestContext, input: CompleteChangeInput): Promise<ChangeRecord> {
  return edit(context, ['admin', 'manager', 'operator'], input, ({ status, startedAt }) => {
    const next = statusAfter('complete', status);
    const endedAt = notInTheFuture(context, input.at);
    if (startedAt && endedAt < startedAt) throw invalid('A change does not end before it began.', ['at']);
    return { status: next, endedAt, outcome: input.outcome };
  });
}

function edit(
  context: RequestContext,
  roles: Parameters<typeof authorize>[1][],
  input: { id: string; expectedVersion: number },
  change: (current: ChangeRecord, tx: Session) => Partial<ChangeRecord> | Promise<Partial<ChangeRecord>>,
): Promise<ChangeRecord> {
  authorize(context, ...roles);
  return context.session.transaction((tx) =>
    changeRecords.update(tx, authorOf(context), input.id, input.expectedVersion, (current) =>
      change(current, tx),
    ),
  );
}

function optionalText(value: string | null | undefined, field: string): string | null | undefined {
  return value == null || value.trim() === '' ? value && null : checkText(value, field, LONGEST_TEXT);
}

function notInTheFuture(context: RequestContext, at: Date | null | undefined): Date {
  const instant = at ?? context.now;
  if (instant > context.now) throw invalid('`at` lies in the future.', ['at']);
  return instant;
}
