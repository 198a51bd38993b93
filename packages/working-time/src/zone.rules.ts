import { IANAZone } from 'luxon';

/** A stretch of time in which a zone's clocks keep one offset: half-open, epoch milliseconds. */
interface Stretch {
  from: number;
  to: number;
  /** Milliseconds that local time is ahead of UTC. */
  offset: number;
}

/** Which instant a wall time stands for where clocks show it twice. */
export type Occurrence = 'EARLIER' | 'LATER';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** No wall time is further from UTC, even on the day that a zone leaves out or repeats. */
const FURTHEST = 26 * 3_600_000;

/**
 * The clocks of one IANA time zone. Offsets come from the runtime's time zone data, a year at a time, and are kept:
 * asking again costs no more than a search among the few changes of a year. Changes closer together than a day are
 * not told apart; there have been none since 1970.
 */
export class Zone {
  readonly #zone: IANAZone;
  readonly #years = new Map<number, Stretch[]>();

  /** @throws RangeError where there is no such zone */
  constructor(name: string) {
    if (!IANAZone.isValidZone(name)) throw new RangeError(`there is no time zone ${JSON.stringify(name)}`);
    this.#zone = IANAZone.create(name);
  }

  /** Milliseconds that local time is ahead of UTC at an instant, epoch milliseconds. */
  offsetAt(at: number): number {
    return this.#stretchAt(at).offset;
  }

  /**
   * The instant of a wall time, epoch milliseconds: where clocks show it twice, the one asked for; where they skip
   * it, the first instant after the gap.
   *
   * @param wall the wall time as if it were UTC, epoch milliseconds
   */
  instantOf(wall: number, occurrence: Occurrence): number {
    const near = this.#stretchesBetween(wall - FURTHEST, wall + FURTHEST);
    if (near.length === 1 && near[0]) return wall - near[0].offset;
    const shown = near
      .map(({ from, to, offset }) => ({ at: wall - offset, from, to }))
      .filter(({ at, from, to }) => at >= from && at < to)
      .map(({ at }) => at);
    const found = occurrence === 'EARLIER' ? shown[0] : shown.at(-1);
    if (found !== undefined) return found;
    // Skipped: the clocks that show something later for the first time do so where the next stretch begins.
    const next = near.find(({ from, offset }) => from + offset > wall);
    return next ? next.from : wall - this.offsetAt(wall);
  }

  #stretchAt(at: number): Stretch {
    const stretches = this.#year(new Date(at).getUTCFullYear());
    const found = stretches.find(({ to }) => at < to);
    if (!found) throw new RangeError(`${at} is no instant`);
    return found;
  }

  /** In order, the first one containing `from`, the last one `to`; neighbours with one offset are one. */
  #stretchesBetween(from: number, to: number): Stretch[] {
    const first = this.#stretchAt(from);
    if (to < first.to) return [first];
    const found = [first];
    for (let last = first; last.to <= to;) {
      const next = this.#stretchAt(last.to);
      if (next.offset === last.offset) last = { ...last, to: next.to };
      else found.push((last = next));
      found[found.length - 1] = last;
    }
    return found;
  }

  #year(year: number): Stretch[] {
    const known = this.#years.get(year);
    if (known) return known;
    const begin = Date.UTC(year, 0, 1);
    const end = Date.UTC(year + 1, 0, 1);
    const stretches: Stretch[] = [];
    let from = begin;
    let offset = this.#read(begin);
    for (let at = begin; at < end; at += DAY) {
      const next = this.#read(Math.min(at + DAY, end - 1));
      if (next === offset) continue;
      const change = this.#changeBetween(at, Math.min(at + DAY, end - 1), offset);
      stretches.push({ from, to: change, offset });
      from = change;
      offset = next;
    }
    stretches.push({ from, to: end, offset });
    this.#years.set(year, stretches);
    return stretches;
  }

  /** The first instant after `from`, at most `to`, at which the offset is no longer `offset`. */
  #changeBetween(from: number, to: number, offset: number): number {
    let before = from;
    let after = to;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.#read(middle) === offset) before = middle;
      else after = middle;
    }
    return after;
  }

  #read(at: number): number {
    return Math.round(this.#zone.offset(at) * MINUTE);
  }
}

const zones = new Map<string, Zone>();

/** The zone of this IANA name, one for all who ask. @throws RangeError where there is none */
export function zoneNamed(name: string): Zone {
  let zone = zones.get(name);
  if (!zone) zones.set(name, (zone = new Zone(name)));
  return zone;
}
