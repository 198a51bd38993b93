import { DateTime, Duration, IANAZone, type TokenParser } from 'luxon';
import type { DateFormat } from './mapping.schema.js';

const DAY_MS = 86_400_000;
const OFFSET_AT_END = /(?:[zZ]|[+-]\d\d:?\d\d)$/;
const parsers = new Map<string, TokenParser>();

/**
 * Reads a date or time. One without an offset is a wall time in `zone` (default UTC): in a gap it means the
 * first instant after it, in a fold the earlier instant, or the later one where the format says so.
 * @returns the instant, shown in the zone; or what is wrong with the text
 */
export function readDate(value: string, format: DateFormat): DateTime | string {
  const pattern = format.format ?? 'iso';
  const zone = format.zone ?? 'UTC';
  if (zone !== 'UTC' && !IANAZone.isValidZone(zone)) return `no time zone is named ${zone}`;
  if (pattern === 'epoch_ms') {
    const instant = DateTime.fromMillis(Number(value), { zone });
    return value.trim() !== '' && instant.isValid ? instant : `"${value}" is no number of milliseconds`;
  }
  const hasOffset =
    pattern === 'iso'
      ? /T/.test(value) && OFFSET_AT_END.test(value)
      : /Z|X|x/.test(pattern.replace(/'[^']*'/g, ''));
  const parsed =
    pattern === 'iso'
      ? DateTime.fromISO(value.trim().replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T'), { zone: 'UTC' })
      : DateTime.fromFormatParser(value.trim(), parserOf(pattern), { zone: 'UTC', locale: 'en' });
  if (!parsed.isValid) return `"${value}" is no date written as ${pattern}`;
  if (hasOffset) return parsed.setZone(zone);
  return zone === 'UTC' ? parsed : atWallTime(parsed.toMillis(), zone, format.fold ?? 'earlier');
}

function parserOf(pattern: string): TokenParser {
  const known = parsers.get(pattern);
  if (known !== undefined) return known;
  const parser = DateTime.buildFormatParser(pattern, { locale: 'en' });
  parsers.set(pattern, parser);
  return parser;
}

function atWallTime(wallMs: number, zone: string, fold: 'earlier' | 'later'): DateTime {
  const iana = IANAZone.create(zone);
  const offsets = [iana.offset(wallMs - DAY_MS), iana.offset(wallMs + DAY_MS)];
  const instants = offsets.map((minutes) => wallMs - minutes * 60_000);
  const real = instants.filter((instant, index) => iana.offset(instant) === offsets[index]);
  if (real.length > 0) {
    return DateTime.fromMillis(fold === 'later' ? Math.max(...real) : Math.min(...real), { zone });
  }
  // In a gap: the clocks change between the two readings; find that millisecond.
  let before = Math.min(...instants);
  let after = Math.max(...instants);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (iana.offset(middle) === offsets[0]) before = middle;
    else after = middle;
  }
  return DateTime.fromMillis(after, { zone });
}

/** Adds (`sign` 1) or takes away (−1) an ISO 8601 duration; returns what is wrong with it otherwise. */
export function shiftDate(instant: DateTime, duration: string, sign: 1 | -1): DateTime | string {
  const parsed = Duration.fromISO(duration);
  if (!parsed.isValid) return `"${duration}" is no ISO 8601 duration`;
  return sign === 1 ? instant.plus(parsed) : instant.minus(parsed);
}

/** Writes an instant in UTC with as many fraction digits as it has, or a date in its own zone. */
export function writeDate(instant: DateTime, as: 'instant' | 'date'): string {
  if (as === 'date') return instant.toFormat('yyyy-MM-dd');
  return instant.toUTC().toISO({ suppressMilliseconds: true }) ?? '';
}
