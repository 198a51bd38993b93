import {
  ConnectionArgs,
  DateTimeScalar,
  ExternalIdArgs,
  invalid,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { Team, teamLoaders } from '../team/index.js';
import {
  CancelOnCallOverrideInput,
  CreateOnCallRotationInput,
  OverrideOnCallInput,
  UpdateOnCallRotationInput,
} from './on-call-input.types.js';
import { layersInForce } from './on-call-layer.rules.js';
import {
  LOOK_AHEAD_MS,
  listOnCallRotations,
  loadAbsences,
  loadOnCallOverride,
  loadOnCallRotation,
  loadOnCallRotationByExternalId,
  loadOverridePage,
  loadOverridesBetween,
} from './on-call-rotation.loader.js';
import {
  cancelOnCallOverride,
  createOnCallRotation,
  overrideOnCall,
  updateOnCallRotation,
} from './on-call-rotation.service.js';
import type { OnCallRotationRecord } from './on-call-rotation.store.js';
import {
  OnCallInterval,
  OnCallIntervalArgs,
  OnCallLayer,
  OnCallOverride,
  OnCallOverrideConnection,
  OnCallOverridePayload,
  OnCallOverridesArgs,
  OnCallRotation,
  OnCallRotationConnection,
  OnCallRotationPayload,
  OnCallRotationsArgs,
  OnCallShiftObject,
} from './on-call-rotation.types.js';
import { gapsBetween, peopleOf, shiftsBetween, type OnCallShift } from './on-call-shift.rules.js';

const LONGEST_MS = 400 * 86_400_000;

@Resolver(() => OnCallRotation)
export class OnCallRotationResolver {
  @Query(() => OnCallRotation, {
    nullable: true,
    description: 'The rotation with this id; null where there is none for you.',
  })
  onCallRotation(
    @Arg('id', () => ID, { description: 'Identifier, `rot_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<OnCallRotationRecord | null> {
    return loadOnCallRotation(context, id);
  }

  @Query(() => OnCallRotation, {
    nullable: true,
    description: 'The rotation with this identifier in another system.',
  })
  onCallRotationByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<OnCallRotationRecord | null> {
    return loadOnCallRotationByExternalId(context, source, externalId);
  }

  @Query(() => OnCallRotationConnection, { description: 'On-call rotations. Staff only.' })
  async onCallRotations(
    @Args(() => OnCallRotationsArgs) args: OnCallRotationsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listOnCallRotations(context, args), (row) => row);
  }

  @FieldResolver(() => Team, { nullable: true, description: 'The team it belongs to.' })
  team(@Root() { teamId }: OnCallRotationRecord, @Ctx() context: RequestContext) {
    return teamId === null ? null : teamLoaders.byId(context, teamId);
  }

  @FieldResolver(() => [OnCallLayer], {
    nullable: true,
    description: 'Its layers as they are now; the first is called first.',
  })
  layers(@Root() { layers }: OnCallRotationRecord) {
    return layersInForce(layers);
  }

  @FieldResolver(() => [OnCallShiftObject], {
    nullable: true,
    description:
      'Who is on call at an instant, a shift a layer that is on duty, in the order of the layers: from that instant until it ends, at most 32 days on.',
  })
  async onCall(
    @Root() rotation: OnCallRotationRecord,
    @Arg('at', () => DateTimeScalar, { nullable: true, description: 'When; now by default.' })
    at: Date | null,
    @Ctx() context: RequestContext,
  ) {
    const from = at ?? context.now;
    const to = new Date(from.getTime() + LOOK_AHEAD_MS);
    const shifts = (await shiftsOf(context, rotation, from, to)).filter(
      (shift) => shift.from === from.getTime(),
    );
    return shifts.toSorted((a, b) => a.position - b.position).map(shown);
  }

  @FieldResolver(() => [OnCallShiftObject], {
    nullable: true,
    description: 'Who is on call when, in order of begin and layer.',
  })
  async shifts(
    @Root() rotation: OnCallRotationRecord,
    @Args(() => OnCallIntervalArgs) { from, to }: OnCallIntervalArgs,
    @Ctx() context: RequestContext,
  ) {
    checkInterval(from, to);
    return (await shiftsOf(context, rotation, from, to)).map(shown);
  }

  @FieldResolver(() => [OnCallInterval], {
    nullable: true,
    description:
      'When somebody should be on call and nobody is, or all who are on call are away; nothing is missed before the first turn.',
  })
  async gaps(
    @Root() rotation: OnCallRotationRecord,
    @Args(() => OnCallIntervalArgs) { from, to }: OnCallIntervalArgs,
    @Ctx() context: RequestContext,
  ) {
    checkInterval(from, to);
    if (!rotation.active) return [];
    const overrides = await loadOverridesBetween(context, rotation.id, from, to);
    const wanted = { timeZone: rotation.timeZone, hours: rotation.wantedHours };
    const absences = await loadAbsences(context, peopleOf(rotation.layers, overrides));
    const gaps = gapsBetween(wanted, rotation.layers, overrides, absences, from.getTime(), to.getTime());
    return gaps.map((gap) => ({ from: new Date(gap.from), to: new Date(gap.to) }));
  }

  @FieldResolver(() => OnCallOverrideConnection, {
    nullable: true,
    description: 'Its overrides in order of begin, cancelled ones included.',
  })
  async overrides(
    @Root() { id }: OnCallRotationRecord,
    @Args(() => OnCallOverridesArgs) { first, after, endsAfter }: OnCallOverridesArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadOverridePage(context, id, { first, after: after ?? null, filter: { endsAfter } });
    return page && toConnection(page, (row) => row);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first.',
  })
  history(
    @Root() { id }: OnCallRotationRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'on_call_rotation', id, args);
  }

  @Mutation(() => OnCallRotationPayload, {
    description: 'Makes a rotation. Roles: admin, manager, operator.',
  })
  createOnCallRotation(
    @Arg('input', () => CreateOnCallRotationInput, { description: 'The new rotation.' })
    input: CreateOnCallRotationInput,
    @Ctx() context: RequestContext,
  ): Promise<OnCallRotationPayload> {
    return payload(async () => ({ rotation: await createOnCallRotation(context, input) }));
  }

  @Mutation(() => OnCallRotationPayload, {
    description: 'Edits a rotation, from now on. Roles: admin, manager, operator.',
  })
  updateOnCallRotation(
    @Arg('input', () => UpdateOnCallRotationInput, { description: 'What changes.' })
    input: UpdateOnCallRotationInput,
    @Ctx() context: RequestContext,
  ): Promise<OnCallRotationPayload> {
    return payload(async () => ({ rotation: await updateOnCallRotation(context, input) }));
  }
}

@Resolver(() => OnCallOverride)
export class OnCallOverrideResolver {
  @Query(() => OnCallOverride, {
    nullable: true,
    description: 'The override of a rotation with this id; null where there is none for you.',
  })
  onCallOverride(
    @Arg('id', () => ID, { description: 'Identifier, `ovr_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return loadOnCallOverride(context, id);
  }

  @FieldResolver(() => OnCallRotation, { nullable: true, description: 'The rotation.' })
  rotation(@Root() { rotationId }: { rotationId: string }, @Ctx() context: RequestContext) {
    return loadOnCallRotation(context, rotationId);
  }

  @Mutation(() => OnCallOverridePayload, {
    description:
      'Puts somebody in the place of whoever has the turn, for a while. Roles: admin, agent, manager, operator.',
  })
  overrideOnCall(
    @Arg('input', () => OverrideOnCallInput, { description: 'Who, where and when.' })
    input: OverrideOnCallInput,
    @Ctx() context: RequestContext,
  ): Promise<OnCallOverridePayload> {
    return payload(async () => ({ override: await overrideOnCall(context, input) }));
  }

  @Mutation(() => OnCallOverridePayload, {
    description:
      'Ends an override now: what is over stays what it was. Roles: admin, agent, manager, operator.',
  })
  cancelOnCallOverride(
    @Arg('input', () => CancelOnCallOverrideInput, { description: 'Which, and why.' })
    input: CancelOnCallOverrideInput,
    @Ctx() context: RequestContext,
  ): Promise<OnCallOverridePayload> {
    return payload(async () => ({ override: await cancelOnCallOverride(context, input) }));
  }
}

@Resolver(() => OnCallShiftObject)
export class OnCallShiftResolver {
  @FieldResolver(() => OnCallOverride, {
    nullable: true,
    description: 'The override that put the person there; null where it is their turn.',
  })
  override(@Root() { overrideId }: OnCallShift, @Ctx() context: RequestContext) {
    return overrideId === null ? null : loadOnCallOverride(context, overrideId);
  }
}

async function shiftsOf(
  context: RequestContext,
  rotation: OnCallRotationRecord,
  from: Date,
  to: Date,
): Promise<OnCallShift[]> {
  if (!rotation.active) return [];
  const overrides = await loadOverridesBetween(context, rotation.id, from, to);
  return shiftsBetween(rotation.layers, overrides, from.getTime(), to.getTime());
}

function shown(shift: OnCallShift) {
  return { ...shift, from: new Date(shift.from), to: new Date(shift.to) };
}

function checkInterval(from: Date, to: Date): void {
  if (to <= from) throw invalid('`to` is later than `from`.', ['to']);
  if (to.getTime() - from.getTime() > LONGEST_MS) {
    throw invalid('At most 400 days are answered at once.', ['to']);
  }
}
