import Holidays from 'date-holidays';

/** A day on which a calendar does not work. */
export interface Holiday {
  /** `YYYY-MM-DD`, a day of the calendar's own zone. */
  date: string;
  /** Its English name, or null where the calendar names only the date. */
  name: string | null;
}

const CODE = /^([A-Z]{2})(?:-([A-Z0-9]{1,3}))?(?:-([A-Z0-9]{1,4}))?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A calendar's holidays, each a date `YYYY-MM-DD` or the code of a country, subdivision or region whose public
 * holidays count: `DE`, `DE-BY`, `DE-BY-A`.
 *
 * @throws RangeError for anything else
 */
export function checkHolidays(holidays: readonly string[]): string[] {
  const known = new Holidays();
  return holidays.map((holiday) => {
    const text = holiday.trim().toUpperCase();
    if (DATE.test(text)) {
      const time = Date.parse(`${text}T00:00:00Z`);
      if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
      throw refused(holiday);
    }
    const [, country, state, region] = CODE.exec(text) ?? [];
    if (country === undefined || !(country in known.getCountries())) throw refused(holiday);
    if (state !== undefined && !(state in (known.getStates(country) ?? {}))) throw refused(holiday);
    if (
      state !== undefined &&
      region !== undefined &&
      !(region in (known.getRegions(country, state) ?? {}))
    ) {
      throw refused(holiday);
    }
    return text;
  });
}

/** The days off of a year, in order, each date once. `holidays` as {@link checkHolidays} returns them. */
export function holidaysOf(holidays: readonly string[], year: number): Holiday[] {
  const days = new Map<string, string | null>();
  for (const holiday of holidays) {
    const code = CODE.exec(holiday);
    if (!code) {
      if (holiday.startsWith(`${String(year).padStart(4, '0')}-`) && !days.has(holiday))
        days.set(holiday, null);
      continue;
    }
    const [, country = '', state, region] = code;
    const place = new Holidays(country, state ?? '', region ?? '', { types: ['public'], languages: ['en'] });
    for (const day of place.getHolidays(year)) days.set(day.date.slice(0, 10), day.name);
  }
  return [...days].map(([date, name]) => ({ date, name })).toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

function refused(text: string) {
  return new RangeError(
    `Holidays are dates YYYY-MM-DD or codes of countries and their parts, such as DE or DE-BY; ${JSON.stringify(text.slice(0, 80))} is neither.`,
  );
}
