import {
  checkPageSize,
  decodeCursor,
  encodeCursor,
  type Page,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { loadConversion, type Reporting } from '../exchange-rate/index.js';
import { bridgesOf, churnOf } from '../revenue/index.js';
import {
  type ChurnDimension,
  type ChurnGroup,
  type ChurnQuestion,
  type LossRow,
  type SubscriptionSums,
} from './churn-report.rules.js';
import {
  readGroupSums,
  readLosses,
  readNames,
  readStayed,
  readSubscriptionSums,
} from './churn-report.store.js';
import { readPreceding, summarize, type Preceding, type PrecedingSummary } from '../preceding-event/index.js';

/** What became of customers and revenue in a period, by group. */
export interface LoadedChurnReport {
  readonly question: ChurnQuestion;
  readonly rows: ChurnGroup[];
  readonly total: ChurnGroup;
  /** Currencies that cannot be converted on the first day. */
  readonly missingRates: string[];
}

const NO_SUBSCRIPTIONS = {
  subscriptions: 0,
  cancelled: 0,
  upgraded: 0,
  downgraded: 0,
  due: 0,
  renewed: 0,
  cancellationsAsked: 0,
};

/** A churn report; two statements, one for rates where one is needed, and one for the names of partners or plans. */
export async function loadChurnReport(
  session: Session,
  reporting: Reporting,
  question: ChurnQuestion,
): Promise<LoadedChurnReport> {
  const { days, by } = question;
  const sums = await readGroupSums(session, days, by);
  const subscriptions = new Map((await readSubscriptionSums(session, days, by)).map((one) => [one.key, one]));
  const currencies = sums.flatMap(({ stock, movements }) =>
    [...stock, ...movements].map(({ currency }) => currency),
  );
  const conversion = (await loadConversion(session, reporting, currencies))(days.from);
  const names = await namesOf(session, by, [...sums, ...subscriptions.values()]);
  const groupOf = (key: string | null, isTotal: boolean): ChurnGroup => {
    const own = sums.filter((one) => isTotal || one.key === key);
    const bridges = bridgesOf(
      own.flatMap(({ stock }) => stock),
      own.flatMap(({ movements }) => movements),
    );
    const counts = [...subscriptions.values()].filter((one) => isTotal || one.key === key);
    return {
      question,
      key,
      isTotal,
      name: key === null ? null : (names.get(key) ?? null),
      bridges,
      rates: churnOf(bridges, conversion),
      conversion,
      subscriptions: counts.reduce(addSubscriptions, NO_SUBSCRIPTIONS),
    };
  };
  const keys = [...new Set([...sums.map(({ key }) => key), ...subscriptions.keys()])].sort(byKey);
  return {
    question,
    rows: keys.map((key) => groupOf(key, false)),
    total: groupOf(null, true),
    missingRates: conversion.missingAmong(currencies),
  };
}

function addSubscriptions(
  total: Omit<SubscriptionSums, 'key'>,
  one: SubscriptionSums,
): Omit<SubscriptionSums, 'key'> {
  return {
    subscriptions: total.subscriptions + one.subscriptions,
    cancelled: total.cancelled + one.cancelled,
    upgraded: total.upgraded + one.upgraded,
    downgraded: total.downgraded + one.downgraded,
    due: total.due + one.due,
    renewed: total.renewed + one.renewed,
    cancellationsAsked: total.cancellationsAsked + one.cancellationsAsked,
  };
}

/** In order of key, those of none last. */
function byKey(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

async function namesOf(
  session: Session,
  by: ChurnDimension,
  groups: readonly { key: string | null }[],
): Promise<Map<string, string>> {
  if (by !== 'PARTNER' && by !== 'PLAN') return new Map();
  const ids = [...new Set(groups.flatMap(({ key }) => (key === null ? [] : [key])))];
  if (ids.length === 0) return new Map();
  return readNames(session, by === 'PARTNER' ? 'partner' : 'plan', ids);
}

/** The losses of a period in order of day and customer; one statement a request. */
async function loadLosses(context: RequestContext, question: ChurnQuestion): Promise<LossRow[]> {
  const { days, by } = question;
  const found = await context
    .loader<string, LossRow[]>(`churn-losses:${days.from}:${days.to}:${by}`, async (keys) => {
      const losses = await readLosses(context.session, days, by);
      return keys.map(() => losses);
    })
    .load('');
  return found ?? [];
}

const ORDER = 'ON ASC';

/** A page of losses that are in order of day and customer. */
function pageOfLosses(
  all: readonly LossRow[],
  { first, after }: { first: number; after?: string | null },
): Page<LossRow> {
  checkPageSize(first);
  const place = after == null ? null : decodeCursor(ORDER, after);
  const isBehind = ({ on, customerId }: LossRow) =>
    place === null || on > place.sortValue || (on === place.sortValue && customerId > place.id);
  const rest = all.filter(isBehind);
  const rows = rest.slice(0, first);
  return {
    rows,
    cursors: rows.map(({ on, customerId }) => encodeCursor(ORDER, on, customerId)),
    hasNextPage: rest.length > rows.length,
    hasPreviousPage: place !== null,
    countAll: () => Promise.resolve(all.length),
  };
}

/** A page of the losses of a group, the earliest first. */
export async function listLosses(
  context: RequestContext,
  { question, key, isTotal }: { question: ChurnQuestion; key: string | null; isTotal: boolean },
  page: { first: number; after?: string | null },
): Promise<Page<LossRow>> {
  const all = await loadLosses(context, question);
  return pageOfLosses(isTotal ? all : all.filter((one) => one.key === key), page);
}

/** What preceded a customer's loss; one statement for a thousand that a request asks for. */
export async function loadPreceding(
  context: RequestContext,
  loss: { readonly customerId: string; readonly on: string },
): Promise<Preceding> {
  const found = await context
    .loader<{ customerId: string; on: string }, Preceding>(
      'churn-preceding',
      (given) => readPreceding(context.session, given),
      ({ customerId, on }) => `${customerId} ${on}`,
    )
    .load({ customerId: loss.customerId, on: loss.on });
  if (found === null) throw new Error('what preceded a loss cannot be read');
  return found;
}

/** What preceded the losses of a period, each in the 90 days before it; two statements. */
export async function loadPrecedingLost(
  context: RequestContext,
  question: ChurnQuestion,
): Promise<PrecedingSummary> {
  const losses = await loadLosses(context, question);
  return summarize(await Promise.all(losses.map((loss) => loadPreceding(context, loss))));
}

/** The same of those who paid when the period began and stayed, in the 90 days before its end; two statements. */
export async function loadPrecedingStayed(
  session: Session,
  { days }: ChurnQuestion,
): Promise<PrecedingSummary> {
  const ids = await readStayed(session, days);
  return summarize(
    await readPreceding(
      session,
      ids.map((customerId) => ({ customerId, on: days.to })),
    ),
  );
}
