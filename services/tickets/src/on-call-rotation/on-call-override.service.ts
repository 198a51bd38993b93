import { authorize, authorOf, checkText, createOnce, invalid, type RequestContext } from '@plimsoll/shared';
import { requireSeen } from '../account/index.js';
import type { CancelOnCallOverrideInput, OverrideOnCallInput } from './on-call-input.types.js';
import { layersInForce } from './on-call-layer.rules.js';
import { alreadyOverridden, noLayer, overrideOver, rotationInactive } from './on-call-rotation.errors.js';
import {
  findOverrides,
  lockRotation,
  onCallOverrideRecords,
  onCallRotationRecords,
  type OnCallOverrideRecord,
} from './on-call-rotation.store.js';

const LONGEST_MS = 366 * 86_400_000;
const LONGEST_REASON = 2_000;

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
    onCallOverrideRecords.update(tx, author, input.id, input.expectedVersion, (current) => {
      if (current.cancelledAt !== null || current.to <= context.now) throw overrideOver();
      return { cancelledAt: context.now };
    }),
  );
}
