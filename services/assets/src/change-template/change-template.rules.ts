import { DomainError, invalid } from '@plimsoll/shared';
import { Duration } from 'luxon';

/** How far a template is. */
export type TemplateStatusName = 'DRAFT' | 'APPROVED' | 'RETIRED';
/** Up or down, from best to worst. */
export const STATES = ['UP', 'AT_RISK', 'DEGRADED', 'DOWN'] as const;
/** One of {@link STATES}. */
export type StateName = (typeof STATES)[number];

/** What a template allows. */
export interface TemplateLimits {
  /** Names of kinds; empty: any. */
  assetKinds: readonly string[];
  mostAssets: number;
  /** ISO 8601. */
  longestWindow: string;
  worstState: StateName;
}

/** What is asked of a template. */
export interface AskedChange {
  /** The kind of each asset. */
  assetKinds: readonly string[];
  window: { from: Date; to: Date };
  expectedState: StateName;
}

const MOST_ASSETS = 1_000;
const MOST_KINDS = 100;
const DAY_MS = 86_400_000;

/**
 * The limits of a template.
 *
 * @throws DomainError `INVALID` for more than 100 kinds, assets outside 1–1,000, or a window that is not a length of
 *   time in days, hours and minutes from a minute to 30 days
 */
export function checkLimits<L extends TemplateLimits>(limits: L): L {
  const { assetKinds, mostAssets, longestWindow } = limits;
  if (assetKinds.length > MOST_KINDS) {
    throw invalid(`A template names at most ${MOST_KINDS} kinds.`, ['assetKinds']);
  }
  if (!Number.isInteger(mostAssets) || mostAssets < 1 || mostAssets > MOST_ASSETS) {
    throw invalid(`\`mostAssets\` is a whole number from 1 to ${MOST_ASSETS}.`, ['mostAssets']);
  }
  const length = Duration.fromISO(longestWindow);
  const exact = length.isValid && length.years === 0 && length.months === 0;
  const longest = exact ? length.toMillis() : 0;
  if (longest < 60_000 || longest > 30 * DAY_MS) {
    throw invalid('`longestWindow` is a length of time from PT1M to P30D, without months or years.', [
      'longestWindow',
    ]);
  }
  return limits;
}

/**
 * In what a change goes beyond its template, each with the input field at fault; empty where it stays within. Bounds
 * are included: a window as long as the longest is within.
 */
export function exceeded(limits: TemplateLimits, asked: AskedChange): { field: string; message: string }[] {
  const { assetKinds, mostAssets, longestWindow, worstState } = limits;
  const found: { field: string; message: string }[] = [];
  if (asked.assetKinds.length > mostAssets) {
    const of = mostAssets === 1 ? '1 asset' : `${mostAssets} assets`;
    found.push({ field: 'assetIds', message: `at most ${of}, not ${asked.assetKinds.length}` });
  }
  const strange = [...new Set(asked.assetKinds)].filter(
    (kind) => assetKinds.length > 0 && !assetKinds.includes(kind),
  );
  if (strange.length > 0) {
    const kinds = `assets of the kinds ${assetKinds.join(', ')}, not ${strange.sort().join(', ')}`;
    found.push({ field: 'assetIds', message: kinds });
  }
  const longest = Duration.fromISO(longestWindow).toMillis();
  const length = asked.window.to.getTime() - asked.window.from.getTime();
  if (length > longest) {
    const minutes = Math.ceil(length / 60_000);
    found.push({
      field: 'window',
      message: `a window of at most ${longestWindow}, not ${minutes} minutes`,
    });
  }
  if (STATES.indexOf(asked.expectedState) > STATES.indexOf(worstState)) {
    found.push({
      field: 'expectedState',
      message: `assets that are ${worstState} at worst, not ${asked.expectedState}`,
    });
  }
  return found;
}

/**
 * Refuses a change that goes beyond its template.
 *
 * @throws DomainError `OUTSIDE_TEMPLATE` naming every limit and, as its path, the first field at fault
 */
export function checkWithin(template: TemplateLimits & { name: string }, asked: AskedChange): void {
  const found = exceeded(template, asked);
  const [first] = found;
  if (!first) return;
  const limits = found.map(({ message }) => message).join('; ');
  throw new DomainError(
    'OUTSIDE_TEMPLATE',
    `The template ${JSON.stringify(template.name)} allows ${limits}. Draft a normal change instead.`,
    [first.field],
  );
}

/**
 * Refuses a step of a template's life that does not follow from its status; what is retired stays so.
 *
 * @throws DomainError `INVALID_STATUS`
 */
export function requireStatus(
  status: TemplateStatusName,
  step: string,
  wanted: readonly TemplateStatusName[],
  path: readonly string[] = ['id'],
): void {
  if (wanted.includes(status)) return;
  throw new DomainError(
    'INVALID_STATUS',
    `This template is ${status}; to ${step} it, it has to be ${wanted.join(' or ')}.`,
    path,
  );
}

/**
 * Nobody approves a template that they wrote or edited last.
 *
 * @throws DomainError `OWN_TEMPLATE`
 */
export function checkTemplateApprover(writtenBy: string | null, approver: string | null): void {
  if (writtenBy === null || writtenBy !== approver) return;
  throw new DomainError('OWN_TEMPLATE', 'You wrote this template: somebody else has to approve it.', ['id']);
}
