import {
  authorize,
  authorOf,
  checkText,
  idempotently,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requestAssessment } from '../change-assessment/index.js';
import {
  changeRecords,
  checkChangeAssets,
  checkImplementers,
  checkWindow,
  newChange,
  type ChangeRecord,
} from '../change/index.js';
import { instantiatePlan } from '../maintenance-plan/index.js';
import { requireOpenRelease } from '../release/index.js';
import type { DraftChangeInput, UpdateChangeInput } from './change-draft.types.js';
import { statusAfterEdit } from './change-step.rules.js';

const LONGEST_TEXT = 20_000;
const LONGEST_REASON = 2_000;
const LONGEST_NAME = 200;

/** What was agreed on: editing it voids the approvals. */
const PLAN_FIELDS = [
  'kind',
  'assetIds',
  'windowFrom',
  'windowTo',
  'expectedState',
  'rollbackPlan',
  'procedureId',
] as const satisfies (keyof ChangeRecord)[];

/** Drafts a change, with the plan of its procedure, and asks what it would cost. Roles: admin, manager, operator. */
export async function draftChange(context: RequestContext, input: DraftChangeInput): Promise<ChangeRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  checkText(input.idempotencyKey, 'idempotencyKey');
  return context.session.transaction(async (tx) => {
    const { id } = await idempotently(
      tx,
      { principal: context.principal, mutation: 'draftChange', key: input.idempotencyKey, body: input },
      async () => {
        const author = authorOf(context);
        const change = await drafted(tx, author.actorId, input);
        await changeRecords.create(tx, author, [change]);
        if (change.procedureId !== null) {
          await instantiatePlan(tx, author, change.id, change.procedureId, context.now);
        }
        await requestAssessment(tx, change, context.now);
        return { id: change.id };
      },
    );
    return changeRecords.require(tx, id, ['idempotencyKey']);
  });
}

async function drafted(
  tx: Session,
  requestedBy: string | null,
  input: DraftChangeInput,
): Promise<ChangeRecord> {
  const release = input.releaseId ? await requireOpenRelease(tx, input.releaseId) : null;
  return newChange({
    title: checkText(input.title, 'title'),
    description: optionalText(input.description, 'description') ?? null,
    kind: input.kind,
    assetIds: await checkChangeAssets(tx, input.assetIds),
    ...checkWindow(input.window),
    expectedState: input.expectedState,
    noticeGivenAt: input.noticeGivenAt ?? null,
    requestedBy,
    rollbackPlan: optionalText(input.rollbackPlan, 'rollbackPlan') ?? null,
    implementerIds: await checkImplementers(tx, input.implementerIds ?? []),
    teamName: optionalText(input.teamName, 'teamName', LONGEST_NAME) ?? null,
    emergencyReason: optionalText(input.emergencyReason, 'emergencyReason', LONGEST_REASON) ?? null,
    procedureId: input.procedureId ?? null,
    releaseId: release?.id ?? null,
  });
}

/**
 * Edits a change. What was agreed on is then no longer: it is a draft again, whose cost is asked for anew. Roles:
 * admin, manager, operator.
 */
export async function updateChange(context: RequestContext, input: UpdateChangeInput): Promise<ChangeRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const author = authorOf(context);
  return context.session.transaction(async (tx) => {
    let edited: readonly string[] = [];
    const change = await changeRecords.update(
      tx,
      author,
      input.id,
      input.expectedVersion,
      async (current) => {
        const values = await editsOf(tx, input);
        edited = PLAN_FIELDS.filter(
          (field) => values[field] !== undefined && !isSame(values[field], current[field]),
        );
        const status = statusAfterEdit(current.status, edited.map(inputFieldOf));
        if (edited.length === 0) return values;
        return { ...values, status, submittedVersion: null, overriddenConflicts: null };
      },
    );
    if (edited.includes('procedureId')) {
      await instantiatePlan(tx, author, change.id, change.procedureId, context.now);
    }
    // Notice changes what counts against an agreement.
    if (edited.length > 0 || input.noticeGivenAt !== undefined) {
      await requestAssessment(tx, change, context.now);
    }
    return change;
  });
}

async function editsOf(tx: Session, input: UpdateChangeInput): Promise<Partial<ChangeRecord>> {
  return {
    ...(input.title == null ? {} : { title: checkText(input.title, 'title') }),
    description: optionalText(input.description, 'description'),
    ...(input.kind == null ? {} : { kind: input.kind }),
    ...(input.assetIds == null ? {} : { assetIds: await checkChangeAssets(tx, input.assetIds) }),
    ...(input.window == null ? {} : checkWindow(input.window)),
    ...(input.expectedState == null ? {} : { expectedState: input.expectedState }),
    noticeGivenAt: input.noticeGivenAt,
    rollbackPlan: optionalText(input.rollbackPlan, 'rollbackPlan'),
    ...(input.implementerIds == null
      ? {}
      : { implementerIds: await checkImplementers(tx, input.implementerIds) }),
    teamName: optionalText(input.teamName, 'teamName', LONGEST_NAME),
    emergencyReason: optionalText(input.emergencyReason, 'emergencyReason', LONGEST_REASON),
    procedureId: input.procedureId,
    releaseId: input.releaseId ? (await requireOpenRelease(tx, input.releaseId)).id : input.releaseId,
  };
}

/** A text, trimmed: null for one that is blank, undefined where nothing is said. */
function optionalText(
  value: string | null | undefined,
  field: string,
  longest = LONGEST_TEXT,
): string | null | undefined {
  if (value == null) return value;
  return value.trim() === '' ? null : checkText(value, field, longest);
}

function inputFieldOf(field: string): string {
  return field.startsWith('window') ? 'window' : field;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
