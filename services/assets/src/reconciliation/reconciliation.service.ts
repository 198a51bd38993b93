import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  DomainError,
  emit,
  invalid,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { changeRecords, findChange, newChange, type ChangeRecord } from '../change/index.js';
import { requestRestatement } from '../outage/index.js';
import type { ReconciliationStatusName } from './difference.rules.js';
import { applyDifferences } from './reconciliation-apply.service.js';
import { planDifferences } from './reconciliation-plan.service.js';
import {
  readSelected,
  reconciliationRecords,
  replaceDifferences,
  setSelected,
  type ReconciliationRecord,
} from './reconciliation.store.js';
import type {
  ApplyReconciliationInput,
  ReconciliationStepInput,
  SelectDifferencesInput,
  StartReconciliationInput,
} from './reconciliation.types.js';

const MOST_PROBLEMS = 1_000;
const MOST_IDS = 1_000;
const WRITERS = ['admin', 'manager', 'operator'] as const;

/** Begins a reconciliation, which takes rows then. Roles: admin, manager, operator. */
export async function startReconciliation(
  context: RequestContext,
  input: StartReconciliationInput,
): Promise<ReconciliationRecord> {
  authorize(context, ...WRITERS);
  return createOnce(context, reconciliationRecords, {
    prefix: 'rec',
    mutation: 'startReconciliation',
    input,
    values: () => {
      const nouns = [...new Set(input.nouns)];
      if (nouns.length === 0) throw invalid('Name what the feed tells of.', ['nouns']);
      const { kinds, location, tag } = input.scope ?? {};
      return {
        feedSource: checkText(input.source, 'source'),
        nouns,
        assetKinds: [...new Set((kinds ?? []).map((kind) => checkText(kind, 'kinds')))],
        location: location == null ? null : checkText(location, 'location'),
        tag: tag == null ? null : checkText(tag, 'tag'),
        status: 'COLLECTING',
        startedBy: authorOf(context).actorId,
        startedAt: context.now,
        plannedAt: null,
        appliedAt: null,
        changeId: null,
        problems: [],
        problemCount: 0,
      };
    },
  });
}

/**
 * Compares the feed with the record; a plan there is gives way to the new one, in which all is selected. Roles: admin,
 * manager, operator.
 */
export function planReconciliation(
  context: RequestContext,
  input: ReconciliationStepInput,
): Promise<ReconciliationRecord> {
  return step(context, input, ['COLLECTING', 'PLANNED'], async (current, tx) => {
    const { differences, problems } = await planDifferences(tx, current);
    await replaceDifferences(tx, current.id, differences);
    return {
      status: 'PLANNED',
      plannedAt: context.now,
      problems: problems.slice(0, MOST_PROBLEMS),
      problemCount: problems.length,
    };
  });
}

/**
 * Selects differences of a plan, or takes them out; whoever has read the plan before has to read it again. Roles: admin,
 * manager, operator.
 */
export function selectDifferences(
  context: RequestContext,
  input: SelectDifferencesInput,
): Promise<ReconciliationRecord> {
  authorize(context, ...WRITERS);
  const ids = input.ids && [...new Set(input.ids)];
  if (ids && ids.length > MOST_IDS) throw invalid(`Name at most ${MOST_IDS} differences.`, ['ids']);
  return context.session.transaction(async (tx) => {
    const author = authorOf(context);
    const current = await reconciliationRecords.update(
      tx,
      author,
      input.id,
      input.expectedVersion,
      (record) => {
        requireStatus(record, ['PLANNED']);
        return {};
      },
    );
    const which = ids ? { ids } : { filter: input.filter ?? {} };
    const meant = await setSelected(tx, current.id, input.selected, which);
    if (ids && meant < ids.length) {
      throw new DomainError('NOT_FOUND', 'Not all of these are differences of this plan.', ['ids']);
    }
    const reason = `Differences ${input.selected ? 'selected' : 'taken out'}: ${meant}.`;
    const [stored] = await reconciliationRecords.updateAll(tx, { ...author, reason }, [[current, current]]);
    if (!stored) throw new Error('a record that is held is stored');
    return stored;
  });
}

/** Gives a reconciliation up. Roles: admin, manager, operator. */
export function discardReconciliation(
  context: RequestContext,
  input: ReconciliationStepInput,
): Promise<ReconciliationRecord> {
  return step(context, input, ['COLLECTING', 'PLANNED'], () => ({ status: 'DISCARDED' }));
}

/**
 * Puts what is selected of a plan on record, as a change that every edit names: the one given, or a standard change
 * that is recorded as complete. One transaction: all of it, or nothing. Roles: admin, manager, operator.
 */
export function applyReconciliation(
  context: RequestContext,
  input: ApplyReconciliationInput,
): Promise<ReconciliationRecord> {
  return step(context, input, ['PLANNED'], async (current, tx) => {
    const differences = await readSelected(tx, current.id);
    if (differences.length === 0) throw invalid('Nothing of the plan is selected.', ['id']);
    const own = input.changeId == null ? ownChange(context, current, input.title) : null;
    const change = own ?? (await openChange(tx, input.changeId ?? ''));
    const author = {
      ...authorOf(context, `Reconciliation with ${current.feedSource}`),
      changeId: change.id,
    };
    const { assetIds } = await applyDifferences(tx, author, current.feedSource, differences);
    if (own) await changeRecords.create(tx, authorOf(context), [{ ...own, assetIds }]);
    await requestRestatement(tx, context.now);
    const applied = { status: 'APPLIED' as const, appliedAt: context.now, changeId: change.id };
    const told = { ...current, ...applied, version: current.version + 1 };
    await emit(tx, [reconciliationRecords.event(told, 'applied')]);
    return applied;
  });
}

function ownChange(
  context: RequestContext,
  { feedSource }: ReconciliationRecord,
  title: string | null | undefined,
): ChangeRecord {
  return newChange({
    title: title == null ? `Reconciliation with ${feedSource}` : checkText(title, 'title'),
    kind: 'STANDARD',
    status: 'COMPLETED',
    outcome: 'SUCCEEDED',
    assetIds: [],
    expectedState: 'UP',
    startedAt: context.now,
    endedAt: context.now,
    requestedBy: authorOf(context).actorId,
  });
}

async function openChange(tx: Session, id: string): Promise<ChangeRecord> {
  const change = await findChange(tx, id);
  if (['APPROVED', 'SCHEDULED', 'IN_PROGRESS'].includes(change.status)) return change;
  throw new DomainError(
    'INVALID_STATUS',
    `The change is ${change.status}; a reconciliation is part of one that is approved, scheduled or in progress.`,
    ['changeId'],
  );
}

function step(
  context: RequestContext,
  input: { id: string; expectedVersion: number },
  from: readonly ReconciliationStatusName[],
  change: (
    current: ReconciliationRecord,
    tx: Session,
  ) => Partial<ReconciliationRecord> | Promise<Partial<ReconciliationRecord>>,
): Promise<ReconciliationRecord> {
  authorize(context, ...WRITERS);
  return context.session.transaction((tx) =>
    reconciliationRecords.update(tx, authorOf(context), input.id, input.expectedVersion, (current) => {
      requireStatus(current, from);
      return change(current, tx);
    }),
  );
}

function requireStatus({ status }: ReconciliationRecord, from: readonly ReconciliationStatusName[]): void {
  if (from.includes(status)) return;
  throw new DomainError(
    'INVALID_STATUS',
    `The reconciliation is ${status}; this is for one that is ${from.join(' or ')}.`,
    ['id'],
  );
}
