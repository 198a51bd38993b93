import { lengthOf, type AgreementPromise, type CreditTier, type ResponseTarget } from '../agreement/index.js';
import { readableHours, workingWindows } from '@plimsoll/working-time';

/** What the second of two agreements promises beside the first. */
export type Verdict = 'STRICTER' | 'LOOSER' | 'EQUAL' | 'DIFFERENT';

/** One promise of two agreements side by side. */
export interface ComparedPromise {
  /** As the agreement's field is called; of a response target `firstResponse`, `update` or `resolution`. */
  field: string;
  /** `P1` … `P5` of a response target; else null. */
  priority: string | null;
  /** In the words of {@link ComparedPromise.text}. */
  first: string;
  second: string;
  verdict: Verdict;
  text: string;
}

/** An agreement with the calendar its response targets count on; null: around the clock. */
export interface Compared extends AgreementPromise {
  calendar: { timeZone: string; hours: string; holidays: readonly string[] } | null;
}

const TARGETS = [
  ['firstResponse', 'First response'],
  ['update', 'Next update'],
  ['resolution', 'Resolution'],
] as const;

/**
 * The promises of two agreements field by field: uptime, degraded time, maintenance, credit, calendar, and each
 * response target of each priority that either names. The second is stricter where it owes the customer more.
 */
export function comparePromises(first: Compared, second: Compared): ComparedPromise[] {
  const pair = [first, second] as const;
  return [
    field('uptimeTarget', 'Uptime', pair, ({ uptimeTarget }) => Number(uptimeTarget), percentOfMonth),
    field(
      'degradedWeight',
      'A degraded second counts',
      pair,
      (one) => Number(one.degradedWeight),
      (one) => one.degradedWeight,
    ),
    field('maintenanceNoticeHours', 'Notice of maintenance that is left out', pair, notice, noticeText),
    field('maintenanceCapMinutes', 'Maintenance left out', pair, (one) => -allowance(one), allowanceText),
    {
      ...side('creditTiers', 'Service credit', pair, creditText),
      verdict: byComparing(
        creditPoints(pair).map((uptime) => [creditAt(first, uptime), creditAt(second, uptime)]),
      ),
    },
    field('creditCapPercent', 'Service credit at most', pair, cap, capText),
    { ...side('calendar', 'Working time', pair, calendarText), verdict: compareCalendars(first, second) },
    ...priorities(pair).flatMap((priority) =>
      TARGETS.map(([name, words]) => ({
        ...field(
          name,
          `${words} of ${priority}`,
          pair,
          (one) => -targetLength(one, priority, name),
          (one) => targetText(one, priority, name),
        ),
        priority,
      })),
    ),
  ].map(withText);
}

/** What all promises together say: stricter or looser where none says the opposite, else different. */
export function overallVerdict(promises: readonly { verdict: Verdict }[]): Verdict {
  const told = new Set(promises.map(({ verdict }) => verdict).filter((verdict) => verdict !== 'EQUAL'));
  const [only] = told;
  return told.size === 0 ? 'EQUAL' : told.size === 1 && only ? only : 'DIFFERENT';
}

type Pair = readonly [Compared, Compared];
type Untold = Omit<ComparedPromise, 'text'> & { words: string };

/** A promise that one number orders: the greater, the stricter. */
function field(
  name: string,
  words: string,
  pair: Pair,
  strictness: (one: Compared) => number,
  text: (one: Compared) => string,
): Untold {
  return {
    ...side(name, words, pair, text),
    verdict: byComparing([[strictness(pair[0]), strictness(pair[1])]]),
  };
}

function side(name: string, words: string, [first, second]: Pair, text: (one: Compared) => string) {
  return { field: name, priority: null as string | null, words, first: text(first), second: text(second) };
}

function withText({ words, ...promise }: Untold): ComparedPromise {
  const { first, second, verdict } = promise;
  const told = first === second ? `${words}: ${first}` : `${words}: ${second} instead of ${first}`;
  return { ...promise, text: `${told} – ${verdict.toLowerCase()}.` };
}

/** The greater is the stricter; pairs that disagree are different. */
function byComparing(pairs: readonly (readonly [first: number, second: number])[]): Verdict {
  return overallVerdict(
    pairs.map(([first, second]) => ({
      verdict: first === second ? 'EQUAL' : second > first ? 'STRICTER' : 'LOOSER',
    })),
  );
}

const percentOfMonth = ({ uptimeTarget }: Compared) =>
  Number(uptimeTarget) === 0 ? 'none promised' : `${uptimeTarget} % a month`;

/** Without a notice no maintenance is left out, which is strictest. */
const notice = ({ maintenanceNoticeHours: hours }: Compared) => (hours === null ? Infinity : Number(hours));
const noticeText = ({ maintenanceNoticeHours: hours }: Compared) =>
  hours === null ? 'none is left out' : `${hours} h`;

/** Minutes a month that may be left out. */
const allowance = ({ maintenanceNoticeHours: hours, maintenanceCapMinutes: minutes }: Compared) =>
  hours === null ? 0 : minutes === null ? Infinity : Number(minutes);
const allowanceText = (one: Compared) => {
  const minutes = allowance(one);
  return minutes === 0 ? 'none' : minutes === Infinity ? 'without limit' : `up to ${minutes} min a month`;
};

const cap = ({ creditCapPercent: percent }: Compared) => (percent === null ? Infinity : Number(percent));
const capText = ({ creditCapPercent: percent }: Compared) =>
  percent === null ? 'no cap' : `${percent} % of the fee`;

const creditText = ({ creditTiers }: Compared) =>
  creditTiers.length === 0
    ? 'none'
    : creditTiers.map(({ below, percent }) => `${percent} % below ${below} %`).join(', ');

/** Uptimes between which neither agreement's credit changes. */
function creditPoints(pair: Pair): number[] {
  return [0, ...pair.flatMap(({ creditTiers }) => creditTiers.map(({ below }) => Number(below)))];
}

/** Of the tiers with uptime below their bound the lowest pays, alone. */
function creditAt({ creditTiers }: Compared, uptime: number): number {
  const owed = creditTiers.filter(({ below }) => uptime < Number(below));
  const lowest = owed.reduce<CreditTier | null>(
    (least, tier) => (least && Number(least.below) <= Number(tier.below) ? least : tier),
    null,
  );
  return Number(lowest?.percent ?? 0);
}

const calendarText = ({ calendar }: Compared) => {
  if (calendar === null) return 'around the clock';
  const off = calendar.holidays.length === 0 ? '' : ` without ${calendar.holidays.join(', ')}`;
  return `${readableHours(calendar.hours, calendar.timeZone)}${off}`;
};

/** A clock that runs at more times is stricter; clocks of which each runs when the other stands are different. */
function compareCalendars({ calendar: first }: Compared, { calendar: second }: Compared): Verdict {
  const always = { timeZone: 'UTC', hours: '24x7', holidays: [] };
  const [a, b] = [first ?? always, second ?? always];
  const [aAlways, bAlways] = [a, b].map(({ hours, holidays }) => hours === '24x7' && holidays.length === 0);
  if (aAlways || bAlways) return aAlways === bAlways ? 'EQUAL' : bAlways ? 'STRICTER' : 'LOOSER';
  if (a.timeZone !== b.timeZone) return 'DIFFERENT';
  const offs = byComparing(
    [...new Set([...a.holidays, ...b.holidays])].map((day) => [
      a.holidays.includes(day) ? 0 : 1,
      b.holidays.includes(day) ? 0 : 1,
    ]),
  );
  const [minutesOfA, minutesOfB] = [minutesOf(a.hours), minutesOf(b.hours)];
  const hours = byComparing(
    [...new Set([...minutesOfA, ...minutesOfB])].map((minute) => [
      minutesOfA.has(minute) ? 1 : 0,
      minutesOfB.has(minute) ? 1 : 0,
    ]),
  );
  return overallVerdict([{ verdict: offs }, { verdict: hours }]);
}

/** The working minutes of a week, from Monday. */
function minutesOf(hours: string): Set<number> {
  const minutes = new Set<number>();
  for (const { weekday, fromMinute, toMinute } of workingWindows(hours)) {
    for (let minute = fromMinute; minute < toMinute; minute += 1) minutes.add(weekday * 1440 + minute);
  }
  return minutes;
}

function priorities(pair: Pair): string[] {
  return [...new Set(pair.flatMap(({ targets }) => targets.map(({ priority }) => priority)))].toSorted();
}

type TargetName = (typeof TARGETS)[number][0];

const targetOf = ({ targets }: Compared, priority: string, name: TargetName): string | null =>
  targets.find((target: ResponseTarget) => target.priority === priority)?.[name] ?? null;

function targetLength(one: Compared, priority: string, name: TargetName): number {
  const length = targetOf(one, priority, name);
  return length === null ? Infinity : lengthOf(length);
}

function targetText(one: Compared, priority: string, name: TargetName): string {
  const length = targetOf(one, priority, name);
  return length === null ? 'none promised' : `within ${length}`;
}
