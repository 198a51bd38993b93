import {
  instantOfWallTime,
  workingIntervals,
  type Interval,
  type WeeklyWindow,
  type WorkingCalendar,
} from '@plimsoll/working-time';
import type { KeptLayer } from './on-call-layer.rules.js';

/** Somebody in the place of whoever has the turn, for a while. */
export interface LayerOverride {
  id: string;
  /** The layer's name. */
  layer: string;
  personId: string;
  /** Epoch milliseconds, half-open. */
  from: number;
  to: number;
}

/** A stretch of time in which one person is on call for a layer: half-open, epoch milliseconds. */
export interface OnCallShift {
  layer: string;
  /** The layer's place: 0 is called first. */
  position: number;
  personId: string;
  from: number;
  to: number;
  /** The override that put the person there; null where it is their turn. */
  overrideId: string | null;
}

/** When somebody should be on call, in a zone; `hours` null: at any time. */
export interface WantedCoverage {
  timeZone: string;
  hours: readonly WeeklyWindow[] | null;
}

/** The job that looks ahead for gaps; every change of who is on call asks for it. */
export const GAP_REVIEW_JOB = 'review_on_call_gaps';

const DAY = 86_400_000;
const MINUTE = 60_000;
/** How far ahead {@link onCallUntil} looks. */
const LOOK_AHEAD = 32 * DAY;

/**
 * Who is on call for which layer within [from, to), in order of begin and layer; a person's adjoining shifts of one
 * layer are one.
 *
 * Turn n of a layer begins at the instant at which clocks first show the hour of hand-over on the day `turnDays` × n
 * after its first day: where clocks skip that hour, at the first instant after the gap; where they show it twice, the
 * first time. It ends where the next one begins, so that a layer on duty has exactly one person at every instant.
 * A layer with hours is on duty within them; a window opens and closes as working hours do. An override takes the
 * place of the turn for its whole time, on duty or not; of two at the same time the one made later.
 *
 * @param from epoch milliseconds; nothing where `to` is not after it
 */
export function shiftsBetween(
  layers: readonly KeptLayer[],
  overrides: readonly LayerOverride[],
  from: number,
  to: number,
): OnCallShift[] {
  const shifts = layers.flatMap((layer) => {
    const begin = Math.max(from, layer.inForceFrom === null ? -Infinity : Date.parse(layer.inForceFrom));
    const end = Math.min(to, layer.inForceUntil === null ? Infinity : Date.parse(layer.inForceUntil));
    if (!(begin < end)) return [];
    let free: OnCallShift[] = turnsOf(layer, begin, end);
    const own = overrides.filter((one) => one.layer === layer.name && one.from < end && one.to > begin);
    const placed: OnCallShift[] = [];
    for (const override of own.toSorted((a, b) => (a.id < b.id ? 1 : -1))) {
      const whole = { from: Math.max(override.from, begin), to: Math.min(override.to, end) };
      const pieces = without([whole], placed);
      free = free.flatMap((shift) => without([shift], [whole]).map((piece) => ({ ...shift, ...piece })));
      for (const piece of pieces) {
        const { name, position } = layer;
        placed.push({
          layer: name,
          position,
          personId: override.personId,
          overrideId: override.id,
          ...piece,
        });
      }
    }
    return [...free, ...placed];
  });
  return joined(shifts);
}

/**
 * Who is on call at an instant: a person a layer that is on duty, in the order of the layers, nobody twice.
 *
 * @param at epoch milliseconds
 */
export function onCallPersons(
  layers: readonly KeptLayer[],
  overrides: readonly LayerOverride[],
  at: number,
): string[] {
  const shifts = shiftsBetween(layers, overrides, at, at + 1).toSorted((a, b) => a.position - b.position);
  return [...new Set(shifts.map(({ personId }) => personId))];
}

/**
 * Until when a person who is on call at an instant stays so without a break, whatever the layer, epoch milliseconds;
 * null where that is more than 32 days ahead, and undefined where the person is not on call.
 */
export function onCallUntil(
  layers: readonly KeptLayer[],
  overrides: readonly LayerOverride[],
  personId: string,
  at: number,
): number | null | undefined {
  const horizon = at + LOOK_AHEAD;
  const own = shiftsBetween(layers, overrides, at, horizon).filter((shift) => shift.personId === personId);
  const first = union(own)[0];
  if (!first || first.from > at) return undefined;
  return first.to >= horizon ? null : first.to;
}

/**
 * When within [from, to) somebody should be on call and nobody is, or all who are on call are away: disjoint intervals in
 * order. Nothing is missed before the first layer begins.
 *
 * @param absences when people are away, by their ids
 */
export function gapsBetween(
  wanted: WantedCoverage,
  layers: readonly KeptLayer[],
  overrides: readonly LayerOverride[],
  absences: ReadonlyMap<string, readonly Interval[]>,
  from: number,
  to: number,
): Interval[] {
  const begin = Math.max(from, Math.min(...layers.map(beginOf)));
  if (!(begin < to)) return [];
  const asked = wanted.hours === null ? [{ from: begin, to }] : dutyOf(wanted, begin, to);
  const present = shiftsBetween(layers, overrides, begin, to).flatMap((shift) =>
    without([shift], absences.get(shift.personId) ?? []),
  );
  return without(asked, present);
}

/** Everybody who has a turn in one of these layers, or stands in for somebody; nobody twice. */
export function peopleOf(layers: readonly KeptLayer[], overrides: readonly LayerOverride[]): string[] {
  return [
    ...new Set([
      ...layers.flatMap(({ personIds }) => personIds),
      ...overrides.map(({ personId }) => personId),
    ]),
  ];
}

/** When a layer's first turn begins, or it became part of its rotation where that is later. */
function beginOf(layer: KeptLayer): number {
  const start = boundaryOf(layer, layer.startsOn, 0);
  return layer.inForceFrom === null ? start : Math.max(start, Date.parse(layer.inForceFrom));
}

/** The instant of hand-over so many days after a local day. */
function boundaryOf(layer: KeptLayer, date: string, days: number): number {
  return instantOfWallTime(
    layer.timeZone,
    Date.parse(`${date}T00:00:00Z`) + days * DAY + layer.handOverMinute * MINUTE,
  );
}

/** The turns of a layer within [from, to), as far as it is on duty. */
function turnsOf(layer: KeptLayer, from: number, to: number): OnCallShift[] {
  const { name, position, personIds, turnDays, startsOn, endsOn, timeZone, hours } = layer;
  const first = boundaryOf(layer, startsOn, 0);
  const end = Math.min(to, endsOn === null ? Infinity : boundaryOf(layer, endsOn, 0));
  const boundary = (turn: number) => boundaryOf(layer, startsOn, turn * turnDays);
  // No boundary lies more than two days from where days of 24 hours would put it.
  let turn = Math.max(0, Math.floor((from - first - 2 * DAY) / (turnDays * DAY)));
  const shifts: OnCallShift[] = [];
  for (let begin = boundary(turn); begin < end; turn += 1) {
    const next = boundary(turn + 1);
    const piece = { from: Math.max(begin, from), to: Math.min(next, end) };
    const personId = personIds[turn % personIds.length];
    if (piece.from < piece.to && personId !== undefined) {
      const duty = hours === null ? [piece] : dutyOf({ timeZone, hours }, piece.from, piece.to);
      for (const interval of duty) {
        shifts.push({ layer: name, position, personId, overrideId: null, ...interval });
      }
    }
    begin = next;
  }
  return shifts;
}

/** Calendars by what they say: what is worked out of one is kept with the object. */
const calendars = new Map<string, WorkingCalendar>();
const MOST_CALENDARS = 1_000;

function dutyOf({ timeZone, hours }: WantedCoverage, from: number, to: number): Interval[] {
  const key = JSON.stringify([timeZone, hours]);
  let calendar = calendars.get(key);
  if (!calendar) {
    if (calendars.size >= MOST_CALENDARS) calendars.clear();
    calendar = { timeZone, hours: hours ?? 'AROUND_THE_CLOCK' };
    calendars.set(key, calendar);
  }
  return workingIntervals(calendar, from, to);
}

/** What is left of intervals, in order and disjoint, without others in any order. */
function without(intervals: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const gone = union(taken);
  return intervals.flatMap(({ from, to }) => {
    const left: Interval[] = [];
    let reached = from;
    for (const one of gone) {
      if (one.to <= reached) continue;
      if (one.from >= to) break;
      if (one.from > reached) left.push({ from: reached, to: one.from });
      reached = one.to;
    }
    if (reached < to) left.push({ from: reached, to });
    return left;
  });
}

function union(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** In order of begin and layer; adjoining ones of one layer, person and override as one. */
function joined(shifts: readonly OnCallShift[]): OnCallShift[] {
  const open = new Map<string, OnCallShift>();
  const result: OnCallShift[] = [];
  for (const shift of shifts.toSorted((a, b) => a.from - b.from || a.position - b.position)) {
    const key = JSON.stringify([shift.layer, shift.position, shift.personId, shift.overrideId]);
    const last = open.get(key);
    if (last?.to === shift.from) {
      last.to = shift.to;
      continue;
    }
    const begun = { ...shift };
    open.set(key, begun);
    result.push(begun);
  }
  return result;
}
