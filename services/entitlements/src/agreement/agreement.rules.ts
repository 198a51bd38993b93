import { canonicalDecimal, checkDecimal, invalid } from '@plimsoll/shared';
import { lengthOfTime } from '@plimsoll/working-time';
import { agreementInForce, agreementStage } from './agreement.errors.js';

/** One step of service credit: uptime below `below` percent owes `percent` of the month's fee; canonical decimals. */
export interface CreditTier {
  below: string;
  percent: string;
}

/** How fast one priority is served: ISO 8601 durations of the agreement's calendar; null promises nothing. */
export interface ResponseTarget {
  /** `P1` the most urgent … `P5`. */
  priority: string;
  firstResponse: string | null;
  update: string | null;
  resolution: string | null;
}

/**
 * How far a version has come by what was done with it: a draft promises nothing to anybody until it is put in force,
 * and a withdrawn one never will.
 */
export type AgreementStage = 'DRAFT' | 'IN_FORCE' | 'WITHDRAWN';

/** Where a version stands in its life on a given day. */
export type AgreementStatus = AgreementStage | 'SUPERSEDED' | 'ENDED';

/** What an agreement promises, whenever it applies. Decimals are canonical texts. */
export interface AgreementPromise {
  /** Percent a month, 0–100; 0 promises nothing. */
  uptimeTarget: string;
  /** 0–1, at most six decimals. */
  degradedWeight: string;
  /** Hours; null: no maintenance is excluded. */
  maintenanceNoticeHours: string | null;
  /** Minutes a month; null: no cap. */
  maintenanceCapMinutes: string | null;
  creditTiers: CreditTier[];
  /** Percent of the month's fee, 0–100; null: no cap. */
  creditCapPercent: string | null;
  calendarId: string | null;
  targets: ResponseTarget[];
}

/** Everything a version of an agreement says. Dates are `YYYY-MM-DD`. */
export interface AgreementTerms extends AgreementPromise {
  /** The same for all versions of one agreement. */
  name: string;
  validFrom: string;
  /** The first day on which it no longer applies; null: none yet. */
  validTo: string | null;
}

const TERMS = [
  'name',
  'validFrom',
  'uptimeTarget',
  'degradedWeight',
  'maintenanceNoticeHours',
  'maintenanceCapMinutes',
  'creditTiers',
  'creditCapPercent',
  'calendarId',
  'targets',
] as const satisfies (keyof AgreementTerms)[];

const DECIMAL = /^\d{1,9}(\.\d{1,9})?$/;
const DURATION = /^P(?!$)(\d+W|(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)$/;
const TARGET_NAMES = { first_response: 'firstResponse', update: 'update', resolution: 'resolution' } as const;

/**
 * Terms in canonical form, as {@link checkPromise} gives them, ending after they begin.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkTerms(terms: AgreementTerms): AgreementTerms {
  if (terms.validTo !== null && terms.validTo <= terms.validFrom) {
    throw invalid(
      `\`validTo\` (${terms.validTo}), the first day on which it no longer applies, comes after \`validFrom\` (${terms.validFrom}).`,
      ['validTo'],
    );
  }
  return { ...terms, ...checkPromise(terms) };
}

/**
 * A promise in canonical form: numbers within their bounds, tiers from the highest `below` down, targets by priority.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkPromise(terms: AgreementPromise): AgreementPromise {
  const degradedWeight = checkDecimal(terms.degradedWeight, 'degradedWeight', '0', '1');
  if (degradedWeight.length > '0.123456'.length) {
    throw invalid('`degradedWeight` has at most six decimals.', ['degradedWeight']);
  }
  const optional = (value: string | null, field: string, most?: string) =>
    value === null ? null : checkDecimal(value, field, '0', most);
  return {
    uptimeTarget: checkDecimal(terms.uptimeTarget, 'uptimeTarget', '0', '100'),
    degradedWeight,
    maintenanceNoticeHours: optional(terms.maintenanceNoticeHours, 'maintenanceNoticeHours'),
    maintenanceCapMinutes: optional(terms.maintenanceCapMinutes, 'maintenanceCapMinutes'),
    creditTiers: checkCreditTiers(terms.creditTiers),
    creditCapPercent: optional(terms.creditCapPercent, 'creditCapPercent', '100'),
    calendarId: terms.calendarId,
    targets: checkTargets(terms.targets),
  };
}

/** Tiers from the highest `below` down, in canonical decimals; two with one `below` are refused. */
function checkCreditTiers(tiers: readonly CreditTier[]): CreditTier[] {
  const checked = tiers.map(({ below, percent }) => ({
    below: checkDecimal(below, 'creditTiers', '0', '100'),
    percent: checkDecimal(percent, 'creditTiers', '0', '100'),
  }));
  checked.sort((a, b) => Number(b.below) - Number(a.below));
  const twice = checked.find((tier, index) => tier.below === checked[index - 1]?.below);
  if (twice) throw invalid(`There are two credit tiers below ${twice.below} %; keep one.`, ['creditTiers']);
  return checked;
}

/**
 * Credit tiers as files write them: `99.9:10;99.0:25;95.0:100` owes 10 % below 99.9 %, 25 % below 99 % …
 *
 * @throws DomainError `INVALID` naming the part at fault
 */
export function parseCreditTiers(text: string): CreditTier[] {
  const tiers = partsOf(text).map((part) => {
    const [below = '', percent = '', ...more] = part.split(':').map((number) => number.trim());
    if (!DECIMAL.test(below) || !DECIMAL.test(percent) || more.length > 0) {
      throw invalid(`Credit tiers are written as "99.9:10;99.0:25"; ${quoted(part)} is no tier.`, [
        'creditTiers',
      ]);
    }
    return { below: canonicalDecimal(below), percent: canonicalDecimal(percent) };
  });
  return checkCreditTiers(tiers);
}

/** Targets by priority; a priority named twice, or a length of time of zero, is refused. */
function checkTargets(targets: readonly ResponseTarget[]): ResponseTarget[] {
  const checked = targets.map(({ priority, firstResponse, update, resolution }) => {
    if (!/^P[1-5]$/.test(priority))
      throw invalid(`${quoted(priority)} is no priority; use P1 to P5.`, ['targets']);
    return {
      priority,
      firstResponse: checkLength(firstResponse),
      update: checkLength(update),
      resolution: checkLength(resolution),
    };
  });
  checked.sort((a, b) => (a.priority < b.priority ? -1 : 1));
  const twice = checked.find((target, index) => target.priority === checked[index - 1]?.priority);
  if (twice) throw invalid(`There are two entries for ${twice.priority}; keep one.`, ['targets']);
  return checked;
}

/**
 * Targets as files write them: `P1:first_response=PT15M,update=PT1H,resolution=PT4H;P2:…`, any of the three.
 *
 * @throws DomainError `INVALID` naming the part at fault
 */
export function parseTargets(text: string): ResponseTarget[] {
  const targets = partsOf(text).map((part) => {
    const [priority = '', list = '', ...more] = part.split(':').map((piece) => piece.trim());
    if (more.length > 0 || list === '') throw unreadableTarget(part);
    const target: ResponseTarget = { priority, firstResponse: null, update: null, resolution: null };
    for (const pair of list.split(',')) {
      const [name = '', length = '', ...rest] = pair.split('=').map((piece) => piece.trim());
      const property = Object.hasOwn(TARGET_NAMES, name)
        ? TARGET_NAMES[name as keyof typeof TARGET_NAMES]
        : undefined;
      if (property === undefined || rest.length > 0 || target[property] !== null)
        throw unreadableTarget(pair);
      target[property] = checkLength(length);
    }
    return target;
  });
  return checkTargets(targets);
}

/**
 * Milliseconds of a response target, of whatever time its calendar counts: a day is 24 hours of it, a week 168.
 *
 * @param duration ISO 8601 as {@link checkTerms} lets it pass
 */
export function lengthOf(duration: string): number {
  return lengthOfTime(duration);
}

/**
 * Refuses a step that is for versions at another stage.
 *
 * @param wanted as in a message: `a draft`
 * @throws DomainError `AGREEMENT_STAGE`
 */
export function requireStage(
  { name, stage }: { name: string; stage: AgreementStage },
  allowed: readonly AgreementStage[],
  wanted: string,
  path: readonly string[] = ['id'],
): void {
  if (!allowed.includes(stage)) throw agreementStage(name, stage, wanted, path);
}

/**
 * Refuses a change to the terms of a version that has begun to apply. Its end may still be moved, from a day not
 * past to a day not past. Of drafts everything may be changed.
 *
 * @param today `YYYY-MM-DD`, UTC
 * @throws DomainError `AGREEMENT_IN_FORCE` naming the first term that would change
 */
export function refuseChangeInForce(
  before: AgreementTerms & { stage: AgreementStage },
  after: AgreementTerms,
  today: string,
): void {
  if (before.stage === 'DRAFT' || before.validFrom > today) return;
  const changed = TERMS.find((term) => !sameTerm(before[term], after[term]));
  if (changed) throw agreementInForce(before.name, before.validFrom, changed);
  if (before.validTo === after.validTo) return;
  if (
    (before.validTo !== null && before.validTo < today) ||
    (after.validTo !== null && after.validTo < today)
  ) {
    throw agreementInForce(before.name, before.validFrom, 'validTo');
  }
}

/**
 * Refuses a beginning of a next version that does not fit its predecessor.
 *
 * @param today `YYYY-MM-DD`, UTC
 * @throws DomainError `INVALID`
 */
export function checkSuccession(former: AgreementTerms, validFrom: string, today: string): void {
  if (validFrom < today) {
    throw invalid(`The next version begins today (${today}) or later.`, ['validFrom']);
  }
  if (validFrom <= former.validFrom || (former.validTo !== null && validFrom > former.validTo)) {
    throw invalid(
      `The next version begins after ${former.validFrom}${former.validTo === null ? '' : ` and not after ${former.validTo}`}, without a gap.`,
      ['validFrom'],
    );
  }
}

function sameTerm(before: unknown, after: unknown): boolean {
  return canonicalJson(before) === canonicalJson(after);
}

/** PostgreSQL gives the keys of stored objects an order of its own. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function checkLength(length: string | null): string | null {
  if (length === null) return null;
  if (!DURATION.test(length) || !/[1-9]/.test(length)) {
    throw invalid(`${quoted(length)} is no ISO 8601 length of time above zero, such as PT15M.`, ['targets']);
  }
  return length;
}

function partsOf(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function unreadableTarget(part: string) {
  return invalid(
    `Targets are written as "P1:first_response=PT15M,update=PT1H,resolution=PT4H;P2:…"; ${quoted(part)} is not.`,
    ['targets'],
  );
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
