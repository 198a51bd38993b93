import type { RequestContext } from '@plimsoll/shared';
import { readParked, type ParkedOf } from './projection-status.store.js';

/** The events that a consumer has put aside at this moment, by producer; producers without are absent. One statement. */
export async function loadParked(
  { session }: RequestContext,
  consumer: string,
): Promise<Map<string, ParkedOf>> {
  return new Map((await readParked(session, consumer)).map((one) => [one.producer, one]));
}
