import {
  authorize,
  authorOf,
  checkText,
  checkTimeZone,
  createOnce,
  enqueue,
  invalid,
  violatedConstraint,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requireSeen } from '../account/index.js';
import { teamRecords } from '../team/index.js';
import type {
  CancelOnCallOverrideInput,
  CreateOnCallRotationInput,
  OnCallLayerInput,
  OverrideOnCallInput,
  UpdateOnCallRotationInput,
} from './on-call-input.types.js';
import {
  checkLayers,
  checkWindows,
  firstLayers,
  layersInForce,
  reviseLayers,
  type OnCallLayer,
} from './on-call-layer.rules.js';
import {
  alreadyOverridden,
  noLayer,
  overrideOver,
  rotationExists,
  rotationInactive,
} from './on-call-rotation.errors.js';
import {
  findOverrides,
  lockRotation,
  onCallOverrideRecords,
  onCallRotationRecords,
  type OnCallOverrideRecord,
  type OnCallRotationRecord,
} from './on-call-rotation.store.js';
import { GAP_REVIEW_JOB } from './on-call-shift.rules.js';

const LONGEST_MS = 366 * 86_400_000;
const LONGEST_REASON = 2_000;

/** Makes a rotation. Roles: admin, manager, operator. */
export function createOnCallRotation(
  context: RequestContext,
  input: CreateOnCallRotationInput,
): Promise<OnCallRotationRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return keepingNamesApart(input.name, () =>
    createOnce(context, onCallRotationRecords, {
      prefix: 'rot',
      mutation: 'createOnCallRotation',
      input,
      values: async (tx) => {
        const timeZone = checkTimeZone(input.timeZone, 'timeZone');
        if (input.teamId != null) await teamRecords.require(tx, input.teamId, ['teamId']);
        await enqueue(tx, GAP_REVIEW_JOB, {});
        return {
          name: checkText(input.name, 'name'),
          teamId: input.teamId ?? null,
          timeZone,
          wantedHours: input.wantedHours == null ? null : checkWindows(input.wantedHours, ['wantedHours']),
          layers: firstLayers(await checkPersons(tx, checkLayers(layersOf(input.layers, timeZone)))),
          active: true,
        };
      },
    }),
  );
}

/** Edits a rotation, from now on. Roles: admin, manager, operator. */
export function updateOnCallRotation(
  context: RequestContext,
  input: UpdateOnCallRotationInput,
): Promise<OnCallRotationRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return keepingNamesApart(input.name ?? '', () =>
    context.session.transaction((tx) =>
      onCallRotationRecords.update(
        tx,
        authorOf(context),
        input.id,
        input.expectedVersion,
        async (current) => {
          const timeZone =
            input.timeZone == null ? current.timeZone : checkTimeZone(input.timeZone, 'timeZone');
          if (input.teamId != null) await teamRecords.require(tx, input.teamId, ['teamId']);
          const layers =
            input.layers == null
              ? null
              : await checkPersons(tx, checkLayers(layersOf(input.layers, timeZone)), current);
          await enqueue(tx, GAP_REVIEW_JOB, {});
          return {
            ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
            teamId: input.teamId,
            timeZone,
            ...(input.wantedHours === undefined
              ? {}
              : { wantedHours: input.wantedHours && checkWindows(input.wantedHours, ['wantedHours']) }),
            ...(layers === null
              ? {}
              : { layers: reviseLayers(current.layers, layers, context.now.getTime()) }),
            ...(input.active == null ? {} : { active: input.active }),
          };
        },
      ),
    ),
  );
}

function layersOf(given: readonly OnCallLayerInput[], timeZone: string): OnCallLayer[] {
  return given.map((layer) => ({
    ...layer,
    timeZone: layer.timeZone ?? timeZone,
    endsOn: layer.endsOn ?? null,
    hours: layer.hours ?? null,
  }));
}

/** Whoever is new has to be known; who has a turn already may stay. */
async function checkPersons(
  tx: Session,
  layers: OnCallLayer[],
  current?: OnCallRotationRecord,
): Promise<OnCallLayer[]> {
  const known = new Set(layersInForce(current?.layers ?? []).flatMap(({ personIds }) => personIds));
  const fresh = [...new Set(layers.flatMap(({ personIds }) => personIds))].filter((id) => !known.has(id));
  await requireSeen(tx, 'person', fresh, ['layers', 'personIds']);
  return layers;
}

async function keepingNamesApart<Result>(name: string, fn: () => Promise<Result>): Promise<Result> {
  try {
    return await fn();
  } catch (error) {
    throw violatedConstraint(error) === 'on_call_rotation_name_key' ? rotationExists(name.trim()) : error;
  }
}

/** Puts somebody in the place of whoever has the turn. Roles: admin, agent, manager, operator. */
export function overrideOnCall(
  context: RequestContext,
  input: OverrideOnCallInput,
): Promise<OnCallOverrideRecord> {
  authorize(context, 'admin', 'agent', 'manager', 'operator');
  return createOnce(context, onCallOverrideRecords, {
    prefix: 'ovr',
    mutation: 'overrideOnCall',
    input,
    author: authorOf(context, input.reason?.trim() || null),
    values: async (tx) => {
      const { rotationId, layer, personId, to } = input;
      const from = input.from ?? context.now;
      if (from < context.now) throw invalid('An override begins now or later.', ['from']);
      if (to <= from || to.getTime() - from.getTime() > LONGEST_MS) {
        throw invalid('An override ends after it begins, at most 366 days later.', ['to']);
      }
      await lockRotation(tx, rotationId);
      const rotation = await onCallRotationRecords.require(tx, rotationId, ['rotationId']);
      if (!rotation.active) throw rotationInactive();
      if (!layersInForce(rotation.layers).some(({ name }) => name === layer)) throw noLayer(layer);
      await requireSeen(tx, 'person', [personId], ['personId']);
      const [present = []] = await findOverrides(tx, [rotationId], from, to);
      if (present.some((one) => one.layer === layer)) throw alreadyOverridden();
      await enqueue(tx, GAP_REVIEW_JOB, {});
      return {
        rotationId,
        layer,
        personId,
        from,
        to,
        reason: input.reason ? checkText(input.reason, 'reason', LONGEST_REASON) : null,
        cancelledAt: null,
      };
    },
  });
}

/** Ends an override now, or before it has begun. Roles: admin, agent, manager, operator. */
export function cancelOnCallOverride(
  context: RequestContext,
  input: CancelOnCallOverrideInput,
): Promise<OnCallOverrideRecord> {
  authorize(context, 'admin', 'agent', 'manager', 'operator');
  const author = authorOf(context, input.reason?.trim() || null);
  return context.session.transaction((tx) =>
    onCallOverrideRecords.update(tx, author, input.id, input.expectedVersion, async (current) => {
      if (current.cancelledAt !== null || current.to <= context.now) throw overrideOver();
      await enqueue(tx, GAP_REVIEW_JOB, {});
      return { cancelledAt: context.now };
    }),
  );
}
