import {
  Records,
  violatedConstraint,
  type ListArguments,
  type ListDefinition,
  type Session,
} from '@plimsoll/shared';
import { priceListsOverlap } from './price-list.errors.js';
import { PriceListEntity } from './price-list.entity.js';
import type { PriceListFilter, PriceListOrderField } from './price-list.types.js';

/** A price list as the rest of the service knows it. */
export type PriceListRecord = PriceListEntity;

/** What may be asked of a list of price lists. */
export type PriceListListArguments = ListArguments<PriceListFilter, keyof typeof PriceListOrderField>;

/** Price lists, with their history and events. */
export const priceListRecords = new Records<PriceListRecord>({
  entity: PriceListEntity,
  noun: 'price list',
  eventNoun: 'price_list',
  eventData: ({ partnerId, supersedesId, name, currency, validFrom, validTo, entries }) => ({
    partnerId,
    supersedesId,
    name,
    currency,
    validFrom,
    validTo,
    entries,
  }),
});

/** How price lists are listed. */
export const priceListList: ListDefinition<PriceListFilter, keyof typeof PriceListOrderField> = {
  columns: `l.id, l.version, l.external_id as "externalId", l.source, l.partner_id as "partnerId",
    l.supersedes_id as "supersedesId", l.name, l.currency, l.valid_from as "validFrom", l.valid_to as "validTo",
    l.entries`,
  from: 'price_list l',
  id: 'l.id',
  orders: {
    NAME: { sql: 'l.name', type: 'text' },
    VALID_FROM: { sql: 'l.valid_from', type: 'date' },
  },
  defaultOrder: { field: 'VALID_FROM', direction: 'DESC' },
  where: (filter, parameters) => {
    const conditions: string[] = [];
    if (filter.search) conditions.push(`l.name ilike ${parameters.addContaining(filter.search)}`);
    if (filter.partnerId) conditions.push(`l.partner_id = ${parameters.add(filter.partnerId)}`);
    if (filter.companyWide != null) {
      conditions.push(`(l.partner_id is null) = ${parameters.add(filter.companyWide)}`);
    }
    if (filter.currency) conditions.push(`l.currency = ${parameters.add(filter.currency)}`);
    if (filter.on) {
      const day = parameters.add(filter.on);
      conditions.push(`l.valid_from <= ${day} and (l.valid_to is null or ${day} < l.valid_to)`);
    }
    if (filter.planId) {
      conditions.push(
        `l.entries @> jsonb_build_array(jsonb_build_object('planId', ${parameters.add(filter.planId)}::text))`,
      );
    }
    return conditions;
  },
  parents: { partner: 'l.partner_id' },
};

/** Runs what stores price lists; two of one owner and currency on one day are refused. @param currency of the list */
export async function keepingPeriodsApart<Result>(
  currency: () => string,
  fn: () => Promise<Result>,
): Promise<Result> {
  try {
    return await fn();
  } catch (error) {
    throw violatedConstraint(error) === 'price_lists_do_not_overlap' ? priceListsOverlap(currency()) : error;
  }
}

/** The lists that supersede these, by the id of the superseded; one statement. */
export async function findSuccessorIds(
  session: Session,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await session.query<{ id: string; former: string }>(
    'select id, supersedes_id as former from price_list where supersedes_id = any($1::text[])',
    [ids],
  );
  return new Map(rows.map(({ id, former }) => [former, id]));
}

/** All lists of these owners, null for the company; one statement. */
export async function findListsOf(
  tx: Session,
  owners: readonly (string | null)[],
): Promise<PriceListRecord[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from price_list where coalesce(partner_id, '') = any($1::text[])`,
    [owners.map((owner) => owner ?? '')],
  );
  const found = await priceListRecords.findByIds(
    tx,
    rows.map(({ id }) => id),
  );
  return [...found.values()];
}

/** What a unit of a plan costs a month, and where that is said. */
export interface UnitPrice {
  /** Decimal. */
  amount: string;
  currency: string;
  /** The price list; null: the plan's own price. */
  priceListId: string | null;
}

/** What is asked for a unit price: a plan, how many units, on which day (`YYYY-MM-DD`). */
export interface PriceQuestion {
  planId: string;
  quantity: number;
  on: string;
}

/**
 * What one unit of a plan costs a month: as the nearest price list says that is in force on the day and prices the
 * plan (the reseller's own, that of the reseller above it and so on, then the company's), else the plan's own price;
 * null where none is given. Of an owner's lists in several currencies, that in the plan's currency counts, else the
 * first by code. The same whoever asks.
 *
 * @param of.partnerId null: sold directly
 * @param of.quantity units bought, for prices that hold from a quantity on
 * @param of.on day, `YYYY-MM-DD`
 */
export async function unitPriceFor(
  tx: Session,
  of: { partnerId: string | null } & PriceQuestion,
): Promise<UnitPrice | null> {
  return (await findUnitPrices(tx, [of.partnerId], of)).get(of.partnerId) ?? null;
}

/** What {@link unitPriceFor} says to the same question for each of these resellers; one statement. */
export async function findUnitPrices(
  session: Session,
  partnerIds: readonly (string | null)[],
  { planId, quantity, on }: PriceQuestion,
): Promise<Map<string | null, UnitPrice>> {
  const rows = await session.query<UnitPrice & { partnerId: string | null }>(
    `select asked.id as "partnerId", price.amount, price.currency, price.price_list_id as "priceListId"
       from unnest($1::text[]) as asked(id), unit_price_for(asked.id, $2, $3, $4) as price`,
    [partnerIds, planId, quantity, on],
  );
  return new Map(rows.map(({ partnerId, ...price }) => [partnerId, price]));
}
