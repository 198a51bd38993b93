import { DomainError, type BusEvent, type Session } from '@plimsoll/shared';

type Copy = 'person' | 'product' | 'pod' | 'customer' | 'subscription';

/** The columns of each copy beside id and version, by the property of the event that fills them. */
const COLUMNS: Record<Copy, Record<string, string>> = {
  person: { external_id: 'externalId', source: 'source' },
  product: { external_id: 'externalId', source: 'source', name: 'name' },
  pod: { external_id: 'externalId', source: 'source', name: 'name', region: 'region' },
  customer: {
    external_id: 'externalId',
    source: 'source',
    name: 'name',
    partner_id: 'partnerId',
    partner_ids: 'partnerIds',
    time_zone: 'timeZone',
  },
  subscription: {
    customer_id: 'customerId',
    product_id: 'productId',
    pod_id: 'podId',
    started_on: 'startedOn',
    ended_on: 'endedOn',
  },
};

const TYPES: Record<string, string> = {
  version: 'integer',
  started_on: 'date',
  ended_on: 'date',
  partner_ids: 'text[]',
};

/** Keeps copies as the events say, in one statement; an event that is older than the copy changes nothing. */
export async function keepCopies(
  tx: Session,
  copy: Exclude<Copy, 'customer' | 'subscription'>,
  events: readonly BusEvent[],
): Promise<void> {
  await tx.query(upsert(copy, `select * from ${recordset(copy)}`), [rowsOf(copy, events)]);
}

/**
 * Keeps copies of customers. A subscription begins and ends at midnight of its customer, so that those of a customer
 * whose time zone has become another count as changed.
 */
export async function keepCustomers(tx: Session, events: readonly BusEvent[]): Promise<void> {
  await tx.query(
    `with given as (select * from ${recordset('customer')}),
       zones as (select c.id, c.time_zone from customer c join given using (id)),
       stored as (${upsert('customer', 'select * from given')} returning customer.id, customer.time_zone)
     update subscription s set version = s.version
       from stored left join zones using (id)
      where s.customer_id = stored.id and stored.time_zone is distinct from zones.time_zone`,
    [rowsOf('customer', events)],
  );
}

function upsert(copy: Copy, rows: string): string {
  const names = ['version', ...Object.keys(COLUMNS[copy])];
  const assigned = names.map((name) => `${name} = excluded.${name}`).join(', ');
  return `insert into ${copy} (id, ${names.join(', ')}) ${rows}
    on conflict (id) do update set ${assigned} where ${copy}.version < excluded.version`;
}

/** The first parameter's rows, columns in the order of the insertion. */
function recordset(copy: Copy): string {
  const typed = ['version', ...Object.keys(COLUMNS[copy])].map((name) => `${name} ${TYPES[name] ?? 'text'}`);
  return `jsonb_to_recordset($1::jsonb) as one(id text, ${typed.join(', ')})`;
}

/** The last event of each record, as rows. */
function rowsOf(copy: Copy, events: readonly BusEvent[]): string {
  const rows = new Map<string, Record<string, unknown>>();
  for (const { subject, version, data } of events) {
    if (((rows.get(subject)?.['version'] as number | undefined) ?? 0) >= version) continue;
    const columns = Object.entries(COLUMNS[copy]).map(([name, property]) => [
      name,
      data[property] ?? (TYPES[name] === 'text[]' ? [] : null),
    ]);
    rows.set(subject, { id: subject, version, ...(Object.fromEntries(columns) as Record<string, unknown>) });
  }
  return JSON.stringify([...rows.values()]);
}

/**
 * Keeps copies of subscriptions. Answers the first day from which customers may be hit otherwise than before, null
 * where nothing changed that matters to placements.
 */
export async function keepSubscriptions(tx: Session, events: readonly BusEvent[]): Promise<string | null> {
  const [row] = await tx.query<{ since: string | null }>(
    `with given as (select * from ${recordset('subscription')}),
       kept as (select s.* from subscription s join given using (id)),
       stored as (${upsert('subscription', 'select * from given')} returning subscription.*)
     select min(case
         when kept.id is null then stored.started_on
         when (kept.customer_id, kept.product_id, kept.pod_id, kept.started_on)
           is distinct from (stored.customer_id, stored.product_id, stored.pod_id, stored.started_on)
           then least(kept.started_on, stored.started_on)
         when kept.ended_on is distinct from stored.ended_on then least(kept.ended_on, stored.ended_on) end) as since
       from stored left join kept using (id)`,
    [rowsOf('subscription', events)],
  );
  return row?.since ?? null;
}

/** The ids of all customers that the session's scope sees, or of those among `ids`. */
export async function findVisibleCustomers(
  session: Session,
  ids: readonly string[] | null = null,
): Promise<Set<string>> {
  const rows = await session.query<{ id: string }>(
    'select id from customer where $1::text[] is null or id = any($1::text[])',
    [ids],
  );
  return new Set(rows.map((row) => row.id));
}

/**
 * Checks references to records of entitlements.
 *
 * @param references by input field: the noun and the id; null and undefined are passed over
 * @throws DomainError `NOT_FOUND` naming the field
 */
export async function requireCopies(
  session: Session,
  references: Record<string, [Exclude<Copy, 'subscription'>, string | null | undefined]>,
): Promise<void> {
  for (const [field, [noun, id]] of Object.entries(references)) {
    if (id == null) continue;
    const found = await session.query(`select 1 from ${noun} where id = $1`, [id]);
    if (found.length > 0) continue;
    throw new DomainError(
      'NOT_FOUND',
      `There is no ${noun} ${JSON.stringify(id.slice(0, 80))}, or its record has not arrived here yet.`,
      [field],
    );
  }
}

/**
 * Checks that these are persons on record; one statement.
 *
 * @param path the input field that names them
 * @throws DomainError `NOT_FOUND`
 */
export async function requirePersons(
  session: Session,
  ids: readonly string[],
  path: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const rows = await session.query<{ id: string }>('select id from person where id = any($1::text[])', [ids]);
  const known = new Set(rows.map((row) => row.id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown === undefined) return;
  throw new DomainError(
    'NOT_FOUND',
    `There is no person ${JSON.stringify(unknown.slice(0, 80))}, or its record has not arrived here yet.`,
    [...path],
  );
}

/** Says of a row that names a missing record of entitlements that it may only be too early. */
export function toldLater<Reject extends { reason: string }>(reject: Reject): Reject {
  return {
    ...reject,
    reason: `${reject.reason} If it was made just now, it has not arrived here yet: import again.`,
  };
}
