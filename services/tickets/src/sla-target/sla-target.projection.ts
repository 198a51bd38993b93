import { enqueue, type BusEvent, type Projection, type Session } from '@plimsoll/shared';
import { copyFromEvents, type CopiedNoun } from '../entitlement-copy/index.js';
import { changeCopies, markOutdated, recountOn } from './sla-target.store.js';

const NOUNS: readonly CopiedNoun[] = ['customer', 'calendar', 'agreement', 'support_level', 'entitlement'];

/** The job that freezes targets that waited for news. */
export const FREEZE_JOB = 'freeze_sla_targets';

/**
 * Copies what response targets follow from, and has the targets frozen that waited for it. Targets that were frozen
 * after something had happened, and before it was told here, are frozen again: copies lag, promises do not.
 */
export const responseTargetProjection: Projection = {
  producer: 'entitlements',
  handlers: Object.fromEntries(
    NOUNS.flatMap((noun) =>
      ['created', 'updated'].map((verb) => [
        `plimsoll.${noun}.${verb}.v1`,
        (tx: Session, events: BusEvent[]) => takeIn(tx, noun, events),
      ]),
    ),
  ),
};

async function takeIn(tx: Session, noun: CopiedNoun, events: readonly BusEvent[]): Promise<void> {
  await changeCopies(tx);
  const ids = await copyFromEvents(tx, noun, events);
  // The next to notice clocks counts them anew: at once, or within a minute.
  if (noun === 'calendar') await recountOn(tx, ids);
  const since = new Date(Math.min(...events.map(({ time }) => Date.parse(time))));
  if (await markOutdated(tx, noun, ids, since)) await enqueue(tx, FREEZE_JOB, {}, { jobKey: FREEZE_JOB });
}
