import { invalid } from '@plimsoll/shared';
import { DateTime } from 'luxon';

/** How often a report is sent, and so what period it tells of. */
export const FREQUENCIES = ['WEEKLY', 'MONTHLY'] as const;
/** One of {@link FREQUENCIES}. */
export type Frequency = (typeof FREQUENCIES)[number];

/** When a report is sent. */
export interface Timing {
  readonly frequency: Frequency;
  /** WEEKLY: 1 Monday to 7 Sunday; MONTHLY: the day of the month, 1–28. */
  readonly sendDay: number;
  /** 0–23, on the wall of the time zone. */
  readonly sendHour: number;
  /** IANA; the reader's. */
  readonly timeZone: string;
}

/** A period that a report tells of, half-open, and when it is sent. */
export interface DuePeriod {
  readonly from: Date;
  readonly to: Date;
  readonly dueAt: Date;
}

const UNIT = { WEEKLY: 'week', MONTHLY: 'month' } as const;
const STEP = { WEEKLY: { weeks: 1 }, MONTHLY: { months: 1 } } as const;

/**
 * The latest period whose report is due at an instant: a week from Monday to Monday, or a calendar month, in the
 * reader's time zone, sent at the first chosen day and hour behind its end. An hour that the clocks skip is the first
 * instant behind it; of one that comes twice the first counts.
 */
export function latestDue(timing: Timing, now: Date): DuePeriod {
  const { frequency, timeZone } = timing;
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  let end = local.startOf(UNIT[frequency]);
  while (dueAfter(timing, end) > now) end = end.minus(STEP[frequency]).startOf(UNIT[frequency]);
  return {
    from: end.minus(STEP[frequency]).startOf(UNIT[frequency]).toJSDate(),
    to: end.toJSDate(),
    dueAt: dueAfter(timing, end),
  };
}

/** When the report of the period that ends at the start of a week or month is sent. */
function dueAfter({ sendDay, sendHour, timeZone }: Timing, end: DateTime): Date {
  const day = end.plus({ days: sendDay - 1 });
  return DateTime.fromObject(
    { year: day.year, month: day.month, day: day.day, hour: sendHour },
    { zone: timeZone },
  ).toJSDate();
}

/** @throws DomainError `INVALID` for a day that the week or month has not, or an hour that a day has not */
export function checkTiming(timing: Timing): Timing {
  const most = timing.frequency === 'WEEKLY' ? 7 : 28;
  if (!Number.isInteger(timing.sendDay) || timing.sendDay < 1 || timing.sendDay > most) {
    throw invalid(
      timing.frequency === 'WEEKLY'
        ? 'A weekly report is sent on a day from 1 (Monday) to 7 (Sunday).'
        : 'A monthly report is sent on a day from 1 to 28.',
      ['sendDay'],
    );
  }
  if (!Number.isInteger(timing.sendHour) || timing.sendHour < 0 || timing.sendHour > 23) {
    throw invalid('`sendHour` is an hour from 0 to 23.', ['sendHour']);
  }
  return timing;
}

/** The period in the reader's words: `16–22 March 2026`, `March 2026`. */
export function periodText(period: { from: Date; to: Date }, timeZone: string, locale: string): string {
  const from = DateTime.fromJSDate(period.from, { zone: timeZone }).setLocale(locale);
  const last = DateTime.fromJSDate(period.to, { zone: timeZone }).minus({ milliseconds: 1 });
  const isMonth =
    +from.startOf('month') === +from && +last.startOf('month') === +from && +last.endOf('month') === +last;
  if (isMonth) return from.toLocaleString({ month: 'long', year: 'numeric' });
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).formatRange(
    from.toJSDate(),
    last.toJSDate(),
  );
}

const MOST_RECIPIENTS = 50;
/** What a mail server takes as one address: RFC 5321 without quotes and comments. */
const ADDRESS = /^[^\s@<>(),;:"\\[\]]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;

/** Mail addresses, each once. @throws DomainError `INVALID` for what is none, or more than fifty */
export function checkRecipients(given: readonly string[]): string[] {
  const recipients = [...new Set(given.map((address) => address.trim().toLowerCase()))];
  const bad = recipients.findIndex((address) => address.length > 254 || !ADDRESS.test(address));
  if (bad >= 0) throw invalid('A recipient is one mail address.', ['recipients', String(bad)]);
  if (recipients.length > MOST_RECIPIENTS) {
    throw invalid(`A report is sent to at most ${MOST_RECIPIENTS} addresses.`, ['recipients']);
  }
  return recipients;
}

/** A language tag. @throws DomainError `INVALID` */
export function checkLocale(text: string): string {
  try {
    return new Intl.Locale(text).toString();
  } catch {
    throw invalid('`locale` is a language tag, such as en-GB or de.', ['locale']);
  }
}
