import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  ExternalIdArgs,
  isId,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Person } from '../account/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import {
  listProcedures,
  loadProcedure,
  loadProcedureByExternalId,
  loadProcedureVersions,
} from './procedure.loader.js';
import type { ProcedureStep } from './procedure.rules.js';
import { createProcedure, publishProcedure, retireProcedure, updateProcedure } from './procedure.service.js';
import {
  CreateStandardProcedureInput,
  ProcedureStepObject,
  ProcedureVersion,
  PublishStandardProcedureInput,
  RetireStandardProcedureInput,
  StandardProcedure,
  StandardProcedureConnection,
  StandardProcedurePayload,
  StandardProceduresArgs,
  UpdateStandardProcedureInput,
} from './procedure.types.js';

@Resolver(() => StandardProcedure)
export class ProcedureResolver {
  @Query(() => StandardProcedure, {
    nullable: true,
    description: 'The procedure with this id; null where there is none for you. Staff only.',
  })
  standardProcedure(
    @Arg('id', () => ID, { description: 'Identifier, `sop_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<StandardProcedure | null> {
    return loadProcedure(context, id);
  }

  @Query(() => StandardProcedure, {
    nullable: true,
    description: 'The procedure with this identifier in another system. Staff only.',
  })
  standardProcedureByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<StandardProcedure | null> {
    return loadProcedureByExternalId(context, source, externalId);
  }

  @Query(() => StandardProcedureConnection, { description: 'Procedures. Staff only.' })
  async standardProcedures(
    @Args(() => StandardProceduresArgs) args: StandardProceduresArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listProcedures(context, args), (row) => row);
  }

  @FieldResolver(() => [ProcedureStepObject], {
    nullable: true,
    description: 'The steps of the working copy, in order.',
  })
  steps(@Root() { steps }: { steps?: ProcedureStep[] }): ProcedureStepObject[] | null {
    return steps ? placed(steps) : null;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Whether the working copy says other than the latest published version.',
  })
  hasUnpublishedEdits(@Root() { edited }: StandardProcedure): boolean | null {
    return edited ?? null;
  }

  @FieldResolver(() => [ProcedureVersion], {
    nullable: true,
    description: 'All that was published, newest first.',
  })
  async versions(@Root() { id }: StandardProcedure, @Ctx() context: RequestContext) {
    return (await loadProcedureVersions(context, id)).map((version) => ({
      ...version,
      id: version.procedureId,
    }));
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() { id }: StandardProcedure,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'standard_procedure', id, args);
  }

  @Mutation(() => StandardProcedurePayload, {
    description: 'Begins a procedure as a working copy. Roles: admin, manager, operator.',
  })
  createStandardProcedure(
    @Arg('input', () => CreateStandardProcedureInput, { description: 'The new procedure.' })
    input: CreateStandardProcedureInput,
    @Ctx() context: RequestContext,
  ): Promise<StandardProcedurePayload> {
    return payload(async () => ({ procedure: await createProcedure(context, input) }));
  }

  @Mutation(() => StandardProcedurePayload, {
    description: 'Edits the working copy of a procedure. Roles: admin, manager, operator.',
  })
  updateStandardProcedure(
    @Arg('input', () => UpdateStandardProcedureInput, { description: 'What changes.' })
    input: UpdateStandardProcedureInput,
    @Ctx() context: RequestContext,
  ): Promise<StandardProcedurePayload> {
    return payload(async () => ({ procedure: await updateProcedure(context, input) }));
  }

  @Mutation(() => StandardProcedurePayload, {
    description:
      'Publishes the working copy as the next version, which changes follow from then on. Plans made before stay with the version they were made of. Roles: admin, manager, operator.',
  })
  publishStandardProcedure(
    @Arg('input', () => PublishStandardProcedureInput, { description: 'Which procedure.' })
    input: PublishStandardProcedureInput,
    @Ctx() context: RequestContext,
  ): Promise<StandardProcedurePayload> {
    return payload(async () => ({ procedure: await publishProcedure(context, input) }));
  }

  @Mutation(() => StandardProcedurePayload, {
    description: 'Takes a procedure out of use; plans that follow it go on. Roles: admin, manager, operator.',
  })
  retireStandardProcedure(
    @Arg('input', () => RetireStandardProcedureInput, { description: 'Which procedure, and why.' })
    input: RetireStandardProcedureInput,
    @Ctx() context: RequestContext,
  ): Promise<StandardProcedurePayload> {
    return payload(async () => ({ procedure: await retireProcedure(context, input) }));
  }
}

@Resolver(() => ProcedureVersion)
export class ProcedureVersionResolver {
  @FieldResolver(() => [ProcedureStepObject], { description: 'Its steps, in order.' })
  steps(@Root() { steps }: { steps: ProcedureStep[] }): ProcedureStepObject[] {
    return placed(steps);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who published it.' })
  publishedBy(@Root() { publishedBy }: ProcedureVersion): Person | null {
    return publishedBy !== null && isId('per', publishedBy) ? { id: publishedBy } : null;
  }

  @FieldResolver(() => StandardProcedure, { nullable: true, description: 'The procedure as it is today.' })
  procedure(
    @Root() { id }: ProcedureVersion,
    @Ctx() context: RequestContext,
  ): Promise<StandardProcedure | null> {
    return loadProcedure(context, id);
  }
}

function placed(steps: readonly ProcedureStep[]): ProcedureStepObject[] {
  return steps.map((step, index) => ({ position: index + 1, ...step }));
}
