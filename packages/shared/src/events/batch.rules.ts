import type { BusEvent } from './event.js';

/** The events in their order, those of these types each by itself. */
export function partedAt(events: readonly BusEvent[], types: readonly string[]): BusEvent[][] {
  const parts: BusEvent[][] = [];
  for (const [place, event] of events.entries()) {
    const isAlone = types.includes(event.type);
    const before = events[place - 1];
    const part = parts.at(-1);
    if (part && before && !isAlone && !types.includes(before.type)) part.push(event);
    else parts.push([event]);
  }
  return parts;
}

/** All events of each handler, in order; a handler may have several types. */
export function runsOfOneHandler(
  events: readonly BusEvent[],
  handlers: Readonly<Record<string, unknown>>,
): [BusEvent, ...BusEvent[]][] {
  const runs = new Map<unknown, [BusEvent, ...BusEvent[]]>();
  for (const event of events) {
    const handler = handlers[event.type];
    const run = runs.get(handler);
    if (run) run.push(event);
    else runs.set(handler, [event]);
  }
  return [...runs.values()];
}

/** Consecutive events of one type, in order. */
export function runsOfOneType(events: readonly BusEvent[]): [BusEvent, ...BusEvent[]][] {
  const runs: [BusEvent, ...BusEvent[]][] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last && last[0].type === event.type) last.push(event);
    else runs.push([event]);
  }
  return runs;
}
