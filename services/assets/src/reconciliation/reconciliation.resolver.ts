import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  ImportReport,
  isId,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Person } from '../account/index.js';
import { Asset, loadAsset } from '../asset/index.js';
import { Change, loadChange } from '../change/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { addReconciliationRows } from './reconciliation-rows.service.js';
import {
  listDifferences,
  listReconciliations,
  loadCounts,
  loadReconciliation,
} from './reconciliation.loader.js';
import {
  applyReconciliation,
  discardReconciliation,
  planReconciliation,
  selectDifferences,
  startReconciliation,
} from './reconciliation.service.js';
import {
  ApplyReconciliationInput,
  Difference,
  DifferenceConnection,
  DifferenceCount,
  DifferencesArgs,
  Reconciliation,
  ReconciliationConnection,
  ReconciliationPayload,
  ReconciliationRowsInput,
  ReconciliationsArgs,
  ReconciliationScope,
  ReconciliationStepInput,
  SelectDifferencesInput,
  StartReconciliationInput,
} from './reconciliation.types.js';

@Resolver(() => Reconciliation)
export class ReconciliationResolver {
  @Query(() => Reconciliation, {
    nullable: true,
    description: 'The reconciliation with this id; null where there is none for you. Staff only.',
  })
  reconciliation(
    @Arg('id', () => ID, { description: 'Identifier, `rec_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Reconciliation | null> {
    return loadReconciliation(context, id);
  }

  @Query(() => ReconciliationConnection, { description: 'Reconciliations, the latest first. Staff only.' })
  async reconciliations(
    @Args(() => ReconciliationsArgs) args: ReconciliationsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listReconciliations(context, args), (row): Reconciliation => row);
  }

  @FieldResolver(() => ReconciliationScope, {
    nullable: true,
    description: 'Which assets the feed is complete for.',
  })
  scope(@Root() { assetKinds, location, tag }: Reconciliation): ReconciliationScope {
    return { kinds: assetKinds ?? [], location: location ?? null, tag: tag ?? null };
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who started it; null for a machine.' })
  starter(@Root() { startedBy }: Reconciliation): Person | null {
    return startedBy != null && isId('per', startedBy) ? { id: startedBy } : null;
  }

  @FieldResolver(() => Change, { nullable: true, description: 'The change it was applied as.' })
  change(
    @Root() { changeId }: Reconciliation,
    @Ctx() context: RequestContext,
  ): Promise<Change | null> | null {
    return changeId == null ? null : loadChange(context, changeId);
  }

  @FieldResolver(() => [DifferenceCount], {
    nullable: true,
    description: 'How many differences there are of each noun and kind that has any.',
  })
  counts(@Root() { id }: Reconciliation, @Ctx() context: RequestContext): Promise<DifferenceCount[]> {
    return loadCounts(context, id);
  }

  @FieldResolver(() => DifferenceConnection, {
    nullable: true,
    description: 'The differences of the plan; assets first, then dependencies and placements.',
  })
  async differences(
    @Root() { id }: Reconciliation,
    @Args(() => DifferencesArgs) args: DifferencesArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listDifferences(context, id, args), (row): Difference => row);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first.',
  })
  history(
    @Root() { id }: Reconciliation,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'reconciliation', id, args);
  }

  @Mutation(() => ReconciliationPayload, {
    description: 'Begins a reconciliation: a feed of what exists. Roles: admin, manager, operator.',
  })
  startReconciliation(
    @Arg('input', () => StartReconciliationInput, { description: 'What the feed is of.' })
    input: StartReconciliationInput,
    @Ctx() context: RequestContext,
  ): Promise<ReconciliationPayload> {
    return payload(async () => ({ reconciliation: await startReconciliation(context, input) }));
  }

  @Mutation(() => ImportReport, {
    description:
      'Takes rows of the feed, as an import does: `created` are new to the feed, `updated` replace a row of the same record. Nothing is put on record. Roles: admin, operator.',
  })
  addReconciliationRows(
    @Arg('input', () => ReconciliationRowsInput, { description: 'The rows.' }) input: ReconciliationRowsInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return addReconciliationRows(context, input);
  }

  @Mutation(() => ReconciliationPayload, {
    description:
      'Compares the feed with the record; a plan there is gives way to the new one, in which all is selected. Roles: admin, manager, operator.',
  })
  planReconciliation(
    @Arg('input', () => ReconciliationStepInput, { description: 'Which reconciliation.' })
    input: ReconciliationStepInput,
    @Ctx() context: RequestContext,
  ): Promise<ReconciliationPayload> {
    return payload(async () => ({ reconciliation: await planReconciliation(context, input) }));
  }

  @Mutation(() => ReconciliationPayload, {
    description: 'Selects differences of a plan, or takes them out. Roles: admin, manager, operator.',
  })
  selectDifferences(
    @Arg('input', () => SelectDifferencesInput, { description: 'Which differences.' })
    input: SelectDifferencesInput,
    @Ctx() context: RequestContext,
  ): Promise<ReconciliationPayload> {
    return payload(async () => ({ reconciliation: await selectDifferences(context, input) }));
  }

  @Mutation(() => ReconciliationPayload, {
    description:
      'Puts what is selected of the plan on record, all or nothing, as a change that every edit names. Refused with `CONFLICT` where the record moved since the plan was made. Roles: admin, manager, operator.',
  })
  applyReconciliation(
    @Arg('input', () => ApplyReconciliationInput, { description: 'Which plan, and as which change.' })
    input: ApplyReconciliationInput,
    @Ctx() context: RequestContext,
  ): Promise<ReconciliationPayload> {
    return payload(async () => ({ reconciliation: await applyReconciliation(context, input) }));
  }

  @Mutation(() => ReconciliationPayload, {
    description:
      'Gives a reconciliation up; nothing of it is put on record. Roles: admin, manager, operator.',
  })
  discardReconciliation(
    @Arg('input', () => ReconciliationStepInput, { description: 'Which reconciliation.' })
    input: ReconciliationStepInput,
    @Ctx() context: RequestContext,
  ): Promise<ReconciliationPayload> {
    return payload(async () => ({ reconciliation: await discardReconciliation(context, input) }));
  }
}

@Resolver(() => Difference)
export class DifferenceResolver {
  @FieldResolver(() => Asset, {
    nullable: true,
    description: 'The asset it is about; null for a new one, and for dependencies and placements.',
  })
  asset(
    @Root() { noun, recordId }: Difference,
    @Ctx() context: RequestContext,
  ): Promise<Asset | null> | null {
    return noun === 'ASSET' && recordId !== null ? loadAsset(context, recordId) : null;
  }
}
