import type { BusEvent, Session } from '@plimsoll/shared';
import {
  lengthOfTime,
  workingCalendarOf,
  type CalendarTerms,
  type WorkingCalendar,
} from '@plimsoll/working-time';

/** The nouns of entitlements that response targets follow from, with their tables. */
export type CopiedNoun = 'customer' | 'calendar' | 'agreement' | 'support_level' | 'entitlement';

interface Copy {
  table: string;
  /** Columns beside id and version, with their types. */
  columns: Readonly<Record<string, string>>;
  /** What an event says, by column; it throws for one that cannot be read, which is put aside then. */
  row: (data: Record<string, unknown>, time: string) => Record<string, unknown>;
  /** A column that keeps what the first event said. */
  fixed?: string;
}

const NAMES = { external_id: 'text', source: 'text' } as const;
const namesOf = (data: Record<string, unknown>) => ({
  external_id: data['externalId'] ?? null,
  source: data['source'] ?? null,
});

const COPIES: Record<CopiedNoun, Copy> = {
  customer: {
    table: 'customer_zone',
    columns: { time_zone: 'text' },
    row: (data) => ({ time_zone: data['timeZone'] ?? 'UTC' }),
  },
  calendar: {
    table: 'calendar_version',
    columns: { time_zone: 'text', hours: 'text', holidays: 'text[]' },
    row: (data) => {
      const { timeZone, hours, holidays } = data as unknown as CalendarTerms;
      // Refused here, where it is put aside, rather than wherever somebody counts on it.
      workingCalendarOf({ timeZone, hours, holidays });
      return { time_zone: timeZone, hours, holidays };
    },
  },
  agreement: {
    table: 'agreement',
    columns: {
      ...NAMES,
      name: 'text',
      status: 'text',
      valid_from: 'date',
      valid_to: 'date',
      uptime_target: 'numeric',
      calendar_id: 'text',
      targets: 'jsonb',
    },
    row: (data) => ({
      ...namesOf(data),
      name: data['name'],
      status: data['status'] ?? 'IN_FORCE',
      valid_from: data['validFrom'],
      valid_to: data['validTo'] ?? null,
      uptime_target: data['uptimeTarget'],
      calendar_id: data['calendarId'] ?? null,
      targets: promisesOf(data['targets']),
    }),
  },
  support_level: {
    table: 'support_level',
    columns: { ...NAMES, name: 'text', agreement_id: 'text' },
    row: (data) => ({ ...namesOf(data), name: data['name'], agreement_id: data['agreementId'] ?? null }),
  },
  entitlement: {
    table: 'entitlement',
    columns: {
      ...NAMES,
      customer_id: 'text',
      product_id: 'text',
      asset_id: 'text',
      agreement_id: 'text',
      support_level_id: 'text',
      valid_from: 'date',
      valid_to: 'date',
      told_at: 'timestamptz',
    },
    fixed: 'told_at',
    row: (data, time) => ({
      ...namesOf(data),
      told_at: time,
      customer_id: data['customerId'],
      product_id: data['productId'] ?? null,
      asset_id: data['assetId'] ?? null,
      agreement_id: data['agreementId'],
      support_level_id: data['supportLevelId'] ?? null,
      valid_from: data['validFrom'],
      valid_to: data['validTo'] ?? null,
    }),
  },
};

/** What an agreement promises for tickets of one priority, in milliseconds of its calendar; null: nothing. */
export interface PromisedTimes {
  priority: string;
  firstResponse: number | null;
  update: number | null;
  resolution: number | null;
}

function promisesOf(targets: unknown): PromisedTimes[] {
  const given = (targets ?? []) as Record<keyof PromisedTimes, string | null>[];
  return given.map(({ priority, firstResponse, update, resolution }) => ({
    priority: String(priority),
    firstResponse: lengthOrNull(firstResponse),
    update: lengthOrNull(update),
    resolution: lengthOrNull(resolution),
  }));
}

const lengthOrNull = (text: string | null) => (text == null ? null : lengthOfTime(text));

/**
 * Brings copies up to their events; an event older than a copy changes nothing, and of calendars every version is kept.
 * One statement. Returns the ids of the records that an event was news about.
 */
export async function copyFromEvents(
  tx: Session,
  noun: CopiedNoun,
  events: readonly BusEvent[],
): Promise<string[]> {
  const { table, columns, row, fixed } = COPIES[noun];
  const byKey = new Map<string, BusEvent>();
  for (const event of events) {
    const key = noun === 'calendar' ? `${event.subject}/${event.version}` : event.subject;
    if ((byKey.get(key)?.version ?? 0) < event.version) byKey.set(key, event);
  }
  const rows = [...byKey.values()].map(({ subject, version, data, time }) => ({
    id: subject,
    version,
    ...row(data, time),
  }));
  const names = Object.keys(columns);
  const typed = names.map((name) => `${name} ${columns[name]}`).join(', ');
  const later =
    noun === 'calendar'
      ? '(id, version) do nothing'
      : `(id) do update set version = excluded.version, ${names
          .filter((name) => name !== fixed)
          .map((name) => `${name} = excluded.${name}`)
          .join(', ')}
           where kept.version < excluded.version`;
  const stored = await tx.query<{ id: string }>(
    `insert into ${table} as kept (id, version, ${names.join(', ')})
     select id, version, ${names.join(', ')}
       from jsonb_to_recordset($1::jsonb) as given(id text, version integer, ${typed})
     on conflict ${later} returning id`,
    [JSON.stringify(rows)],
  );
  return [...new Set(stored.map(({ id }) => id))];
}

/** A calendar as it was told last, with the number of that version. */
export interface CurrentCalendar {
  version: number;
  calendar: WorkingCalendar;
}

/** The calendars with these ids as they were told last, by id; those not told of yet are absent. One statement. */
export async function currentCalendars(
  session: Session,
  ids: readonly string[],
): Promise<Map<string, CurrentCalendar>> {
  if (ids.length === 0) return new Map();
  const rows = await session.query<{ id: string; version: number } & CalendarTerms>(
    `select distinct on (id) id, version, time_zone as "timeZone", hours, holidays from calendar_version
      where id = any($1::text[]) order by id, version desc`,
    [[...new Set(ids)]],
  );
  return new Map(
    rows.map(({ id, version, ...terms }) => [id, { version, calendar: workingCalendarOf(terms) }]),
  );
}

/**
 * The calendars with these ids, by id; those not told of yet are absent. Null in the place of an id is around the clock:
 * `workingCalendarOf(null)`. One statement.
 */
export async function calendarsById(
  session: Session,
  ids: readonly string[],
): Promise<Map<string, WorkingCalendar>> {
  const found = await currentCalendars(session, ids);
  return new Map([...found].map(([id, { calendar }]) => [id, calendar]));
}

/** These versions of calendars, by `id/version`; one statement. */
export async function calendarVersions(
  session: Session,
  versions: readonly { id: string; version: number }[],
): Promise<Map<string, WorkingCalendar>> {
  if (versions.length === 0) return new Map();
  const rows = await session.query<{ id: string; version: number } & CalendarTerms>(
    `select c.id, c.version, c.time_zone as "timeZone", c.hours, c.holidays
       from jsonb_to_recordset($1::jsonb) as given(id text, version integer)
       join calendar_version c on c.id = given.id and c.version = given.version`,
    [JSON.stringify(versions)],
  );
  return new Map(rows.map(({ id, version, ...terms }) => [`${id}/${version}`, workingCalendarOf(terms)]));
}
