import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  invalid,
  violatedConstraint,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { findKinds } from '../asset-kind/index.js';
import { optionalText, requirePublished } from '../procedure/index.js';
import { checkLimits, checkTemplateApprover, requireStatus } from './change-template.rules.js';
import { changeTemplateRecords, type ChangeTemplateRecord } from './change-template.store.js';
import type {
  ApproveChangeTemplateInput,
  CreateChangeTemplateInput,
  RetireChangeTemplateInput,
  UpdateChangeTemplateInput,
} from './change-template.types.js';

const LONGEST_REASON = 2_000;

/** Begins a template, which waits for approval. Roles: admin, manager, operator. */
export function createTemplate(
  context: RequestContext,
  input: CreateChangeTemplateInput,
): Promise<ChangeTemplateRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return keepingNamesApart(input.name, () =>
    createOnce(context, changeTemplateRecords, {
      prefix: 'ctp',
      mutation: 'createChangeTemplate',
      input,
      values: async (tx) => {
        if (input.procedureId != null) await requirePublished(tx, input.procedureId);
        return checkLimits({
          name: checkText(input.name, 'name'),
          description: optionalText(input.description, 'description'),
          status: 'DRAFT' as const,
          procedureId: input.procedureId ?? null,
          rollbackPlan: optionalText(input.rollbackPlan, 'rollbackPlan'),
          assetKinds: await checkKinds(tx, input.assetKinds),
          mostAssets: input.mostAssets,
          longestWindow: input.longestWindow,
          worstState: input.worstState,
          writtenBy: authorOf(context).actorId,
          approvedBy: null,
          approvedAt: null,
        });
      },
    }),
  );
}

/** Edits a template, which then waits for approval again. Roles: admin, manager, operator. */
export function updateTemplate(
  context: RequestContext,
  input: UpdateChangeTemplateInput,
): Promise<ChangeTemplateRecord> {
  return keepingNamesApart(input.name ?? '', () =>
    edit(context, ['admin', 'manager', 'operator'], input, null, async (current, tx) => {
      requireStatus(current.status, 'edit', ['DRAFT', 'APPROVED']);
      const { procedureId } = input;
      if (procedureId != null && procedureId !== current.procedureId) await requirePublished(tx, procedureId);
      return checkLimits({
        ...current,
        name: input.name == null ? current.name : checkText(input.name, 'name'),
        description: edited(input.description, 'description', current.description),
        procedureId: procedureId === undefined ? current.procedureId : procedureId,
        rollbackPlan: edited(input.rollbackPlan, 'rollbackPlan', current.rollbackPlan),
        assetKinds: input.assetKinds == null ? current.assetKinds : await checkKinds(tx, input.assetKinds),
        mostAssets: input.mostAssets ?? current.mostAssets,
        longestWindow: input.longestWindow ?? current.longestWindow,
        worstState: input.worstState ?? current.worstState,
        status: 'DRAFT' as const,
        writtenBy: authorOf(context).actorId,
        approvedBy: null,
        approvedAt: null,
      });
    }),
  );
}

/** Approves a template as it is; nobody approves what they wrote. Roles: admin, manager. */
export function approveTemplate(
  context: RequestContext,
  input: ApproveChangeTemplateInput,
): Promise<ChangeTemplateRecord> {
  authorize(context, 'admin', 'manager');
  const comment = input.comment == null ? null : checkText(input.comment, 'comment', LONGEST_REASON);
  return edit(context, ['admin', 'manager'], input, comment, ({ status, writtenBy }) => {
    requireStatus(status, 'approve', ['DRAFT']);
    const { actorId } = authorOf(context);
    checkTemplateApprover(writtenBy, actorId);
    return { status: 'APPROVED', approvedBy: actorId, approvedAt: context.now };
  });
}

/** Takes a template out of use; changes made from it stay. Roles: admin, manager, operator. */
export function retireTemplate(
  context: RequestContext,
  input: RetireChangeTemplateInput,
): Promise<ChangeTemplateRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const reason = checkText(input.reason, 'reason', LONGEST_REASON);
  return edit(context, ['admin', 'manager', 'operator'], input, reason, ({ status }) => {
    requireStatus(status, 'retire', ['DRAFT', 'APPROVED']);
    return { status: 'RETIRED' };
  });
}

function edit(
  context: RequestContext,
  roles: Parameters<typeof authorize>[1][],
  input: { id: string; expectedVersion: number },
  reason: string | null,
  change: (
    current: ChangeTemplateRecord,
    tx: Session,
  ) => Partial<ChangeTemplateRecord> | Promise<Partial<ChangeTemplateRecord>>,
): Promise<ChangeTemplateRecord> {
  authorize(context, ...roles);
  return context.session.transaction((tx) =>
    changeTemplateRecords.update(tx, authorOf(context, reason), input.id, input.expectedVersion, (current) =>
      change(current, tx),
    ),
  );
}

function edited(given: string | null | undefined, field: string, current: string | null): string | null {
  return given === undefined ? current : optionalText(given, field);
}

async function checkKinds(tx: Session, given: readonly string[]): Promise<string[]> {
  const names = [...new Set(given.map((name) => checkText(name, 'assetKinds')))];
  const known = await findKinds(tx, names);
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return names;
  throw invalid(`There is no asset kind ${JSON.stringify(unknown)}.`, ['assetKinds']);
}

async function keepingNamesApart<Result>(name: string, fn: () => Promise<Result>): Promise<Result> {
  try {
    return await fn();
  } catch (error) {
    if (violatedConstraint(error) !== 'change_template_name') throw error;
    throw invalid(`There is a template named ${JSON.stringify(name.trim())} already.`, ['name']);
  }
}
