import { checkText, checkTimeZone, invalid } from '@plimsoll/shared';
import type { WeeklyWindow } from '@plimsoll/working-time';

/** A sequence of people who take turns: at any instant of its duty exactly one of them is on call. */
export interface OnCallLayer {
  /** Distinct within its rotation: `primary`. */
  name: string;
  /** IANA name: the zone of hand-overs and hours. */
  timeZone: string;
  /** In the order of their turns; who stands there twice has two of them. */
  personIds: string[];
  /** How many days of the local calendar a turn lasts. */
  turnDays: number;
  /** Minute of the local day at which turns begin and end, 0–1439. */
  handOverMinute: number;
  /** The local day on which the first turn begins, `YYYY-MM-DD`. */
  startsOn: string;
  /** The local day on which the last turn ends, at the hour of hand-over; null: never. */
  endsOn: string | null;
  /** When it is on duty, weekly; null: around the clock. */
  hours: WeeklyWindow[] | null;
}

/** A layer as a rotation keeps it: what was on duty before an edit stays what it was. */
export interface KeptLayer extends OnCallLayer {
  /** Its place among the layers of its time, from 0: the first is called first. */
  position: number;
  /** Since when it is part of the rotation, ISO 8601; null: from the beginning. */
  inForceFrom: string | null;
  /** Until when; null: it still is. */
  inForceUntil: string | null;
}

const MOST_LAYERS = 10;
const MOST_TURNS = 100;
const LONGEST_TURN = 366;
const MOST_WINDOWS = 70;
const DAY = 86_400_000;
/** What a rotation was is kept for two years after an edit. */
const KEPT_MS = 731 * DAY;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The layers of a rotation, checked: 1 to 10 with distinct names, each of 1 to 100 turns of 1 to 366 days.
 *
 * @throws DomainError `INVALID` naming the field below `layers`
 */
export function checkLayers(given: readonly OnCallLayer[]): OnCallLayer[] {
  if (given.length < 1 || given.length > MOST_LAYERS) {
    throw invalid(`A rotation has 1 to ${MOST_LAYERS} layers.`, ['layers']);
  }
  const layers = given.map(checkLayer);
  const names = new Set<string>();
  for (const { name } of layers) {
    if (names.has(name)) throw refused('name', `Two layers are called ${JSON.stringify(name)}.`);
    names.add(name);
  }
  return layers;
}

function checkLayer(given: OnCallLayer): OnCallLayer {
  const { personIds, turnDays, handOverMinute, startsOn, endsOn } = given;
  if (personIds.length < 1 || personIds.length > MOST_TURNS) {
    throw refused('personIds', `A layer has 1 to ${MOST_TURNS} turns.`);
  }
  if (!Number.isInteger(turnDays) || turnDays < 1 || turnDays > LONGEST_TURN) {
    throw refused('turnDays', `A turn lasts 1 to ${LONGEST_TURN} days.`);
  }
  if (!Number.isInteger(handOverMinute) || handOverMinute < 0 || handOverMinute > 1439) {
    throw refused('handOverMinute', 'Turns are handed over at a minute of the day from 0 to 1439.');
  }
  for (const [field, date] of Object.entries({ startsOn, endsOn })) {
    if (date !== null && (!DATE.test(date) || Number.isNaN(Date.parse(date)))) {
      throw refused(field, `${JSON.stringify(date)} is no date.`);
    }
  }
  if (endsOn !== null && endsOn <= startsOn) throw refused('endsOn', 'A layer ends after it has begun.');
  return {
    name: checkText(given.name, 'layers'),
    timeZone: checkTimeZone(given.timeZone, 'timeZone'),
    personIds: [...personIds],
    turnDays,
    handOverMinute,
    startsOn,
    endsOn,
    hours: given.hours === null ? null : checkWindows(given.hours, ['layers', 'hours']),
  };
}

/**
 * Weekly windows in order of weekday and time: 1 to 70, none empty, none overlapping another.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkWindows(given: readonly WeeklyWindow[], path: readonly string[]): WeeklyWindow[] {
  if (given.length < 1 || given.length > MOST_WINDOWS) {
    throw invalid(`Weekly hours have 1 to ${MOST_WINDOWS} windows.`, path);
  }
  const windows = given
    .map(({ weekday, fromMinute, toMinute }) => ({ weekday, fromMinute, toMinute }))
    .sort((a, b) => a.weekday - b.weekday || a.fromMinute - b.fromMinute);
  for (const [index, { weekday, fromMinute, toMinute }] of windows.entries()) {
    const within =
      weekday >= 1 && weekday <= 7 && fromMinute >= 0 && toMinute <= 1440 && fromMinute < toMinute;
    if (!within) {
      throw invalid('A window lies within one weekday, 1 to 7, and ends after it has begun.', path);
    }
    const before = windows[index - 1];
    if (before && before.weekday === weekday && fromMinute < before.toMinute) {
      throw invalid(`Two windows of weekday ${weekday} overlap.`, path);
    }
  }
  return windows;
}

/** The layers that a rotation has now, in order. */
export function layersInForce(kept: readonly KeptLayer[]): KeptLayer[] {
  return kept.filter(({ inForceUntil }) => inForceUntil === null).toSorted((a, b) => a.position - b.position);
}

/** The layers of a new rotation. */
export function firstLayers(layers: readonly OnCallLayer[]): KeptLayer[] {
  return layers.map((layer, position) => ({ ...layer, position, inForceFrom: null, inForceUntil: null }));
}

/**
 * What a rotation keeps after an edit at an instant: layers that stay the same go on, others end or begin at that
 * instant, so that who was on call before it stays what it was. What ended more than two years ago is dropped.
 *
 * @param now epoch milliseconds
 */
export function reviseLayers(
  kept: readonly KeptLayer[],
  given: readonly OnCallLayer[],
  now: number,
): KeptLayer[] {
  const instant = new Date(now).toISOString();
  const wanted = firstLayers(given);
  const goesOn = (one: KeptLayer) => wanted.some((other) => definition(other) === definition(one));
  const ended = kept
    .map((layer) =>
      layer.inForceUntil === null && !goesOn(layer) ? { ...layer, inForceUntil: instant } : layer,
    )
    .filter(
      ({ inForceFrom, inForceUntil }) =>
        inForceUntil === null ||
        (inForceUntil > (inForceFrom ?? '') && Date.parse(inForceUntil) > now - KEPT_MS),
    );
  const present = new Set(layersInForce(ended).map(definition));
  const begun = wanted
    .filter((layer) => !present.has(definition(layer)))
    .map((layer) => ({ ...layer, inForceFrom: instant }));
  return [...ended, ...begun];
}

/** What a layer says, in one spelling. */
function definition(layer: KeptLayer): string {
  const { name, timeZone, personIds, turnDays, handOverMinute, startsOn, endsOn, hours, position } = layer;
  const windows = hours?.map(({ weekday, fromMinute, toMinute }) => [weekday, fromMinute, toMinute]) ?? null;
  return JSON.stringify([
    name,
    timeZone,
    personIds,
    turnDays,
    handOverMinute,
    startsOn,
    endsOn,
    windows,
    position,
  ]);
}

function refused(field: string, message: string) {
  return invalid(message, ['layers', field]);
}
