import type { Session } from '@plimsoll/shared';

/** A contact as far as its number is concerned. */
export interface NumberedContact {
  id: string;
  phone: string | null;
  region: string | null;
  locale: string | null;
}

/** These contacts, and all of these customers, with what tells the country of their numbers; one statement. */
export function findNumbered(
  session: Session,
  of: { contactIds: readonly string[]; customerIds: readonly string[] },
): Promise<NumberedContact[]> {
  return session.query<NumberedContact>(
    `select k.id, k.phone, c.region, c.locale from contact k join customer c on c.id = k.customer_id
      where k.id = any($1::text[])
     union
     select k.id, k.phone, c.region, c.locale from contact k join customer c on c.id = k.customer_id
      where k.customer_id = any($2::text[])`,
    [[...of.contactIds], [...of.customerIds]],
  );
}

/** Keeps the numbers of contacts, each in E.164; a contact with null has none any more. Two statements. */
export async function keepNumbers(
  tx: Session,
  numbers: readonly { contactId: string; e164: string | null }[],
): Promise<void> {
  if (numbers.length === 0) return;
  await tx.query(
    `insert into contact_number as kept (contact_id, e164)
     select "contactId", e164 from jsonb_to_recordset($1::jsonb) as given("contactId" text, e164 text)
      where e164 is not null
     on conflict (contact_id) do update set e164 = excluded.e164 where kept.e164 <> excluded.e164`,
    [JSON.stringify(numbers)],
  );
  const without = numbers.filter(({ e164 }) => e164 === null).map(({ contactId }) => contactId);
  await tx.query('delete from contact_number where contact_id = any($1::text[])', [without]);
}

/** A contact that a number was found to be of. */
export interface Caller {
  contactId: string;
  customerId: string;
}

/**
 * The active contacts with one of these numbers, in E.164: those of customers with access first, then designated ones, then
 * by id; at most 20. One statement.
 */
export function findCallers(session: Session, numbers: readonly string[]): Promise<Caller[]> {
  return session.query<Caller>(
    `select k.id as "contactId", k.customer_id as "customerId"
       from contact_number n join contact k on k.id = n.contact_id join customer c on c.id = k.customer_id
      where n.e164 = any($1::text[]) and k.active
      order by c.access_active desc, k.designated desc, k.id limit 20`,
    [[...numbers]],
  );
}

/**
 * The entitlement on which a customer's calls are answered: of those in force that give a support level, else of all,
 * the one whose agreement has the highest uptime target; ties go to the earliest first day, then the smallest id. One
 * statement.
 */
export async function findBestEntitlement(
  session: Session,
  customerId: string,
  now: Date,
): Promise<string | null> {
  const [row] = await session.query<{ id: string }>(
    `select e.id from entitlement e join customer c on c.id = e.customer_id join agreement a on a.id = e.agreement_id
      cross join lateral (select ($2::timestamptz at time zone c.time_zone)::date as day) today
      where e.customer_id = $1 and e.valid_from <= today.day and (e.valid_to is null or e.valid_to > today.day)
      order by e.support_level_id is null, a.uptime_target desc, e.valid_from, e.id limit 1`,
    [customerId, now],
  );
  return row?.id ?? null;
}
