import {
  authorize,
  authorOf,
  checkText,
  DomainError,
  idempotently,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requestAssessment } from '../change-assessment/index.js';
import { checkConflicts, conflictsOf } from '../change-conflict/index.js';
import {
  changeRecords,
  checkChangeAssets,
  checkImplementers,
  checkWindow,
  newChange,
  type ChangeRecord,
  type ExpectedStateName,
} from '../change/index.js';
import { instantiatePlan } from '../maintenance-plan/index.js';
import { optionalText } from '../procedure/index.js';
import { checkWithin, requireStatus } from './change-template.rules.js';
import { changeTemplateRecords, findKindsOfAssets, holdTemplate } from './change-template.store.js';
import type { DraftStandardChangeInput } from './change-template.types.js';

/** How many of the conflicts that forbid a change a refusal names. */
const MOST_CONFLICTS = 3;

/** What a change made from a template says for itself. */
export interface StandardChangeRequest {
  templateId: string;
  /** The template's name where absent. */
  title?: string | null;
  /** The template's where absent. */
  description?: string | null;
  assetIds: readonly string[];
  window: { from: Date; to: Date };
  /** The template's worst state where absent. */
  expectedState?: ExpectedStateName | null;
  implementerIds?: readonly string[];
  teamName?: string | null;
  noticeGivenAt?: Date | null;
  releaseId?: string | null;
}

/**
 * Makes a change from a template, approved at once, with the plan of the template's procedure and its assessment asked
 * for; in the caller's transaction. Whoever calls has authorized it.
 *
 * @throws DomainError `NOT_FOUND`; `INVALID_STATUS` for a template that is not approved; `OUTSIDE_TEMPLATE` naming the
 *   limits it goes beyond; `CONFLICTING` where it clashes with something that forbids it
 */
export async function makeStandardChange(
  tx: Session,
  author: Author,
  asked: StandardChangeRequest,
  now: Date,
): Promise<ChangeRecord> {
  await holdTemplate(tx, asked.templateId);
  const template = await changeTemplateRecords.require(tx, asked.templateId, ['templateId']);
  requireStatus(template.status, 'make a change from', ['APPROVED'], ['templateId']);
  const implementerIds = await checkImplementers(tx, asked.implementerIds ?? []);
  const assetIds = await checkChangeAssets(tx, asked.assetIds);
  const window = checkWindow(asked.window);
  const expectedState = asked.expectedState ?? template.worstState;
  checkWithin(template, {
    assetKinds: await findKindsOfAssets(tx, assetIds),
    window: asked.window,
    expectedState,
  });
  const change = newChange({
    title: checkText(asked.title ?? template.name, 'title'),
    description: optionalText(asked.description ?? template.description, 'description'),
    kind: 'STANDARD',
    status: 'APPROVED',
    assetIds,
    ...window,
    expectedState,
    noticeGivenAt: asked.noticeGivenAt ?? null,
    requestedBy: author.actorId,
    reviewedBy: template.approvedBy,
    reviewComment: `Approved once for all as template ${JSON.stringify(template.name)}, version ${template.version}.`,
    rollbackPlan: template.rollbackPlan,
    implementerIds,
    teamName: asked.teamName == null ? null : checkText(asked.teamName, 'teamName'),
    procedureId: template.procedureId,
    releaseId: asked.releaseId ?? null,
    templateId: template.id,
  });
  await changeRecords.create(tx, author, [change]);
  await instantiatePlan(tx, author, change.id, template.procedureId, now);
  await checkFree(tx, change, now);
  await requestAssessment(tx, change, now);
  return change;
}

/** Makes a change from a template, approved at once. Roles: admin, manager, operator. */
export function draftStandardChange(
  context: RequestContext,
  input: DraftStandardChangeInput,
): Promise<ChangeRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  checkText(input.idempotencyKey, 'idempotencyKey');
  const { principal, now } = context;
  const request = { principal, mutation: 'draftStandardChange', key: input.idempotencyKey, body: input };
  return context.session.transaction(async (tx) => {
    const { id } = await idempotently(tx, request, () =>
      makeStandardChange(tx, authorOf(context), input, now),
    );
    return changeRecords.require(tx, id, ['idempotencyKey']);
  });
}

/** Refuses a change that something forbids: what was approved once for all is not made in spite of that. */
async function checkFree(tx: Session, change: ChangeRecord, now: Date): Promise<void> {
  try {
    await checkConflicts(tx, change, now);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'CONFLICTING') throw error;
    const blocking = (await conflictsOf(tx, change, now)).filter(({ severity }) => severity === 'BLOCKING');
    const why = blocking.slice(0, MOST_CONFLICTS).map(({ explanation }) => explanation);
    const advice = 'Choose another window, or draft a normal change.';
    throw new DomainError(error.code, [...why, advice].join(' '), ['window']);
  }
}
