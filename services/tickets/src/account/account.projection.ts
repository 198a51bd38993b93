import type { Projection } from '@plimsoll/shared';
import { copiedNounsOf, copyFromEvents } from './account.store.js';

/** Keeps this service's copies of what others own in step with their events. */
export const accountProjections: Projection[] = ['entitlements', 'assets'].map((producer) => ({
  producer,
  handlers: Object.fromEntries(
    copiedNounsOf(producer).flatMap((noun) =>
      ['created', 'updated'].map((verb) => [
        `plimsoll.${noun}.${verb}.v1`,
        (tx, events) => copyFromEvents(tx, noun, events),
      ]),
    ),
  ) as Projection['handlers'],
}));
