import { newId, type Author, type Session } from '@plimsoll/shared';
import {
  findAbsences,
  findOverrides,
  gapsBetween,
  lockRotation,
  onCallRotationRecords,
  peopleOf,
} from '../on-call-rotation/index.js';
import { reviewGaps } from './on-call-gap.rules.js';
import { findOpenGaps, onCallGapRecords } from './on-call-gap.store.js';

const LOOK_AHEAD_MS = 14 * 86_400_000;
const PLATFORM: Author = { actorId: null };

/** Looks fourteen days ahead of a rotation for gaps, and records what is new about them; under its lock. */
export async function reviewRotation(tx: Session, rotationId: string, now: Date): Promise<void> {
  await lockRotation(tx, rotationId);
  const rotation = await onCallRotationRecords.require(tx, rotationId, ['rotationId']);
  const until = new Date(now.getTime() + LOOK_AHEAD_MS);
  const [overrides = []] = await findOverrides(tx, [rotationId], now, until);
  const wanted = { timeZone: rotation.timeZone, hours: rotation.wantedHours };
  const ahead = rotation.active
    ? gapsBetween(
        wanted,
        rotation.layers,
        overrides,
        await findAbsences(tx, peopleOf(rotation.layers, overrides)),
        now.getTime(),
        until.getTime(),
      )
    : [];
  const { found, changed, closed } = reviewGaps(
    ahead.map(({ from, to }) => ({ from: new Date(from), to: new Date(to) })),
    await findOpenGaps(tx, rotationId, now),
  );
  await onCallGapRecords.create(
    tx,
    PLATFORM,
    found.map((gap) => ({
      id: newId('ocg'),
      version: 1,
      externalId: null,
      source: null,
      rotationId,
      ...gap,
      foundAt: now,
      closedAt: null,
    })),
  );
  await onCallGapRecords.updateAll(tx, PLATFORM, [
    ...changed.map(({ known, to }): [typeof known, typeof known] => [known, { ...known, to }]),
    ...closed.map((known): [typeof known, typeof known] => [known, { ...known, closedAt: now }]),
  ]);
}
