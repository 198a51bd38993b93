import {
  authorize,
  authorOf,
  checkCurrency,
  checkText,
  createOnce,
  invalid,
  notFound,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { partnerRecords } from '../partner/index.js';
import { planRecords } from '../plan/index.js';
import { checkEntries, checkPeriod, withEntries, type PriceListEntry } from './price-list.rules.js';
import { keepingPeriodsApart, priceListRecords, type PriceListRecord } from './price-list.store.js';
import type {
  CreatePriceListInput,
  PriceListEntryInput,
  SupersedePriceListInput,
  UpdatePriceListInput,
} from './price-list.types.js';

/**
 * Creates a price list of a partner or of the company. Roles: admin, manager, operator.
 *
 * @throws DomainError `PRICE_LISTS_OVERLAP`
 */
export function createPriceList(
  context: RequestContext,
  input: CreatePriceListInput,
): Promise<PriceListRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return keepingPeriodsApart(
    () => input.currency,
    () =>
      createOnce(context, priceListRecords, {
        prefix: 'prl',
        mutation: 'createPriceList',
        input,
        author: authorFor(context, input.reason),
        values: async (tx) => {
          const partnerId = input.partnerId ?? null;
          if (partnerId !== null) await partnerRecords.require(tx, partnerId, ['partnerId']);
          const validTo = input.validTo ?? null;
          checkPeriod(input.validFrom, validTo);
          return {
            partnerId,
            supersedesId: null,
            name: checkText(input.name, 'name'),
            currency: checkCurrency(input.currency, 'currency'),
            validFrom: input.validFrom,
            validTo,
            entries: withEntries([], await requireEntries(tx, input.entries, 'entries')),
          };
        },
      }),
  );
}

/**
 * Changes a price list. Roles: admin, manager, operator.
 *
 * @throws DomainError `PRICE_LISTS_OVERLAP`
 */
export function updatePriceList(
  context: RequestContext,
  input: UpdatePriceListInput,
): Promise<PriceListRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const author = authorFor(context, input.reason);
  let currency = '';
  return keepingPeriodsApart(
    () => currency,
    () =>
      context.session.transaction((tx) =>
        priceListRecords.update(tx, author, input.id, input.expectedVersion, async (current) => {
          currency = current.currency;
          const validTo = input.validTo === undefined ? current.validTo : input.validTo;
          checkPeriod(current.validFrom, validTo);
          return {
            ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
            validTo,
            entries: await changedEntries(tx, current, input),
          };
        }),
      ),
  );
}

/**
 * Ends a price list and begins another with its prices and the changes given, in one transaction. Roles: admin,
 * manager, operator.
 *
 * @throws DomainError `PRICE_LISTS_OVERLAP`
 */
export function supersedePriceList(
  context: RequestContext,
  input: SupersedePriceListInput,
): Promise<PriceListRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const author = authorFor(context, input.reason);
  let currency = '';
  return keepingPeriodsApart(
    () => currency,
    () =>
      createOnce(context, priceListRecords, {
        prefix: 'prl',
        mutation: 'supersedePriceList',
        input,
        author,
        values: async (tx) => {
          const end = (former: PriceListRecord) => endedBy(former, input.validFrom);
          const former = await priceListRecords.update(tx, author, input.id, input.expectedVersion, end);
          currency = former.currency;
          const validTo = input.validTo ?? null;
          checkPeriod(input.validFrom, validTo);
          return {
            partnerId: former.partnerId,
            supersedesId: former.id,
            name: input.name == null ? former.name : checkText(input.name, 'name'),
            currency,
            validFrom: input.validFrom,
            validTo,
            entries: await changedEntries(tx, former, input),
          };
        },
      }),
  );
}

/** What ends a list on the first day of the next. */
function endedBy(former: PriceListRecord, validFrom: string): Partial<PriceListRecord> {
  if (validFrom <= former.validFrom || (former.validTo !== null && validFrom > former.validTo)) {
    const until = former.validTo === null ? '' : ` and not after ${former.validTo}`;
    throw invalid(
      `\`validFrom\` is ${validFrom}; the next list begins after ${former.validFrom}, the first day of the former${until}.`,
      ['validFrom'],
    );
  }
  return { validTo: validFrom };
}

function authorFor(context: RequestContext, reason: string | null | undefined): Author {
  return authorOf(context, reason == null ? null : checkText(reason, 'reason'));
}

async function changedEntries(
  tx: Session,
  current: PriceListRecord,
  change: { setEntries?: PriceListEntryInput[] | null; removePlanIds?: string[] | null },
): Promise<PriceListEntry[]> {
  const set = await requireEntries(tx, change.setEntries ?? [], 'setEntries');
  return withEntries(current.entries, set, change.removePlanIds ?? []);
}

/** The entries, checked; each names a plan on record. */
async function requireEntries(
  tx: Session,
  given: readonly PriceListEntryInput[],
  field: string,
): Promise<PriceListEntry[]> {
  const entries = checkEntries(given, field);
  const plans = await planRecords.findByIds(tx, [...new Set(entries.map(({ planId }) => planId))]);
  entries.forEach(({ planId }, place) => {
    if (!plans.has(planId)) throw notFound('plan', planId, [field, String(place), 'planId']);
  });
  return entries;
}
