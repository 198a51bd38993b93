import {
  authorize,
  authorOf,
  changedFields,
  checkText,
  createOnce,
  DomainError,
  invalid,
  violatedConstraint,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { checkSteps, nextVersion, optionalText, requireInUse } from './procedure.rules.js';
import {
  findVersions,
  procedureRecords,
  storeVersion,
  type ProcedureRecord,
  type ProcedureVersionRecord,
} from './procedure.store.js';
import type {
  CreateStandardProcedureInput,
  PublishStandardProcedureInput,
  RetireStandardProcedureInput,
  UpdateStandardProcedureInput,
} from './procedure.types.js';

const LONGEST_REASON = 2_000;

/** Begins a procedure as a working copy. Roles: admin, manager, operator. */
export function createProcedure(
  context: RequestContext,
  input: CreateStandardProcedureInput,
): Promise<ProcedureRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return keepingNamesApart(input.name, () =>
    createOnce(context, procedureRecords, {
      prefix: 'sop',
      mutation: 'createStandardProcedure',
      input,
      values: () => ({
        name: checkText(input.name, 'name'),
        purpose: optionalText(input.purpose, 'purpose'),
        status: 'DRAFT',
        steps: checkSteps(input.steps),
        publishedVersion: null,
        edited: true,
      }),
    }),
  );
}

/** Edits the working copy. Roles: admin, manager, operator. */
export function updateProcedure(
  context: RequestContext,
  input: UpdateStandardProcedureInput,
): Promise<ProcedureRecord> {
  return keepingNamesApart(input.name ?? '', () =>
    edit(context, input, async (current, tx) => {
      requireInUse(current.status, 'edit');
      const next = {
        name: input.name == null ? current.name : checkText(input.name, 'name'),
        purpose: input.purpose === undefined ? current.purpose : optionalText(input.purpose, 'purpose'),
        steps: input.steps == null ? current.steps : checkSteps(input.steps),
      };
      return { ...next, edited: await differsFromPublished(tx, current, next) };
    }),
  );
}

/** Publishes the working copy as the next version. Roles: admin, manager, operator. */
export function publishProcedure(
  context: RequestContext,
  input: PublishStandardProcedureInput,
): Promise<ProcedureRecord> {
  return edit(context, input, async (current, tx) => {
    const version = nextVersion(current);
    await storeVersion(tx, {
      procedureId: current.id,
      version,
      name: current.name,
      purpose: current.purpose,
      steps: current.steps,
      publishedAt: context.now,
      publishedBy: authorOf(context).actorId,
      note: optionalText(input.note, 'note'),
    });
    return { status: 'PUBLISHED', publishedVersion: version, edited: false };
  });
}

/** Takes a procedure out of use; plans that follow it go on. Roles: admin, manager, operator. */
export function retireProcedure(
  context: RequestContext,
  input: RetireStandardProcedureInput,
): Promise<ProcedureRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return edit(
    context,
    input,
    ({ status }) => {
      requireInUse(status, 'retire');
      return { status: 'RETIRED' };
    },
    checkText(input.reason, 'reason', LONGEST_REASON),
  );
}

/**
 * The latest published version of a procedure that changes may follow.
 *
 * @param path the input field that names it
 * @throws DomainError `NOT_FOUND`, or `INVALID_STATUS` for one that was never published or is retired
 */
export async function requirePublished(
  tx: Session,
  procedureId: string,
  path: readonly string[] = ['procedureId'],
): Promise<ProcedureVersionRecord> {
  const procedure = await procedureRecords.require(tx, procedureId, path);
  if (procedure.status !== 'PUBLISHED') {
    throw new DomainError(
      'INVALID_STATUS',
      `The procedure ${JSON.stringify(procedure.name)} is ${procedure.status}; a change follows one that is PUBLISHED.`,
      path,
    );
  }
  const [version] = await findVersions(tx, [{ procedureId, version: procedure.publishedVersion ?? 0 }]);
  if (!version) throw new Error('a published procedure has its version');
  return version;
}

function edit(
  context: RequestContext,
  input: { id: string; expectedVersion: number },
  change: (
    current: ProcedureRecord,
    tx: Session,
  ) => Partial<ProcedureRecord> | Promise<Partial<ProcedureRecord>>,
  reason: string | null = null,
): Promise<ProcedureRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    procedureRecords.update(tx, authorOf(context, reason), input.id, input.expectedVersion, (current) =>
      change(current, tx),
    ),
  );
}

async function differsFromPublished(
  tx: Session,
  { id, publishedVersion }: ProcedureRecord,
  next: Pick<ProcedureRecord, 'name' | 'purpose' | 'steps'>,
): Promise<boolean> {
  if (publishedVersion === null) return true;
  const [published] = await findVersions(tx, [{ procedureId: id, version: publishedVersion }]);
  return (
    changedFields(
      { name: published?.name, purpose: published?.purpose, steps: published?.steps },
      { name: next.name, purpose: next.purpose, steps: next.steps },
    ).length > 0
  );
}

async function keepingNamesApart<Result>(name: string, fn: () => Promise<Result>): Promise<Result> {
  try {
    return await fn();
  } catch (error) {
    if (violatedConstraint(error) !== 'standard_procedure_name') throw error;
    throw invalid(`There is a procedure named ${JSON.stringify(name.trim())} already.`, ['name']);
  }
}
