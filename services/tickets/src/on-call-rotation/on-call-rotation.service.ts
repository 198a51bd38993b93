import {
  authorize,
  authorOf,
  checkText,
  checkTimeZone,
  createOnce,
  violatedConstraint,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requireSeen } from '../account/index.js';
import { teamRecords } from '../team/index.js';
import type {
  CreateOnCallRotationInput,
  OnCallLayerInput,
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
import { rotationExists } from './on-call-rotation.errors.js';
import { onCallRotationRecords, type OnCallRotationRecord } from './on-call-rotation.store.js';

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
