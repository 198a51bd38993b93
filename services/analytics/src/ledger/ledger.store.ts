import type { Session } from '@plimsoll/shared';
import type { LedgerPiece, StatedPiece } from './ledger.rules.js';

/** A complete statement of an incident's impact on customers; instants as RFC 3339 text in UTC. */
export interface LedgerStatement {
  incidentId: string;
  version: number;
  /** When it was made. */
  recordedAt: string;
  planned: boolean;
  announcedFrom: string | null;
  announcedTo: string | null;
  noticeGivenAt: string | null;
  impacts: {
    productId: string;
    state: 'DOWN' | 'DEGRADED' | 'UNKNOWN';
    from: string;
    to: string | null;
    customerIds: string[];
  }[];
}

/** A piece of the ledger that began or ceased to count. */
export interface TouchedPiece {
  readonly incidentId: string;
  readonly version: number;
  readonly piece: number;
  /** RFC 3339. */
  readonly from: string;
  readonly to: string | null;
}

/**
 * Adds statements that are not on record yet; of each incident the newest is the current one, the others are kept as
 * superseded. Answers the pieces that began or ceased to count. Five statements, however many.
 */
export async function addStatements(
  tx: Session,
  statements: readonly LedgerStatement[],
): Promise<TouchedPiece[]> {
  // A merge is noted before or after, never between: its customers are found here, or by it.
  await tx.query('lock table customer_merge in share mode');
  const added = await tx.query<{ incident_id: string; version: number }>(
    `insert into ledger_statement
       (incident_id, version, recorded_at, planned, announced_from, announced_to, notice_given_at)
     select "incidentId", version, "recordedAt", planned, "announcedFrom", "announcedTo", "noticeGivenAt"
       from jsonb_to_recordset($1::jsonb) as given(
         "incidentId" text, version integer, "recordedAt" timestamptz, planned boolean,
         "announcedFrom" timestamptz, "announcedTo" timestamptz, "noticeGivenAt" timestamptz)
     on conflict do nothing returning incident_id, version`,
    [JSON.stringify(statements.map(({ impacts: _, ...statement }) => statement))],
  );
  if (added.length === 0) return [];
  const isNew = new Set(added.map((row) => `${row.incident_id} ${row.version}`));
  const pieces = statements
    .filter(({ incidentId, version }) => isNew.has(`${incidentId} ${version}`))
    .flatMap(({ incidentId, version, impacts }) =>
      impacts.map((impact, piece) => ({ incidentId, version, piece, ...impact })),
    );
  await tx.query(
    `insert into ledger_impact (incident_id, version, piece, current, product_id, state, impact_from, impact_to)
     select "incidentId", version, piece, false, "productId", state, "from", "to"
       from jsonb_to_recordset($1::jsonb) as given("incidentId" text, version integer, piece integer,
         "productId" text, state text, "from" timestamptz, "to" timestamptz)`,
    [JSON.stringify(pieces.map(({ customerIds: _, ...piece }) => piece))],
  );
  await tx.query(
    `insert into ledger_customer (incident_id, version, piece, customer_id)
     select g."incidentId", g.version, g.piece, coalesce(m.into_id, listed.customer_id)
       from jsonb_to_recordset($1::jsonb) as g("incidentId" text, version integer, piece integer, "customerIds" jsonb)
       cross join jsonb_array_elements_text(g."customerIds") as listed(customer_id)
       left join customer_merge m on m.duplicate_id = listed.customer_id
     on conflict do nothing`,
    [JSON.stringify(pieces)],
  );
  return tx.query<TouchedPiece>(
    `with ordered as (
       select incident_id, version,
              lead(recorded_at) over (partition by incident_id order by version) as superseded_at
         from ledger_statement where incident_id = any($1::text[])),
     restated as (
       update ledger_statement s set superseded_at = o.superseded_at from ordered o
        where (o.incident_id, o.version) = (s.incident_id, s.version)
          and s.superseded_at is distinct from o.superseded_at)
     update ledger_impact i set current = o.superseded_at is null from ordered o
      where (o.incident_id, o.version) = (i.incident_id, i.version)
        and i.current is distinct from (o.superseded_at is null)
     returning i.incident_id as "incidentId", i.version, i.piece, to_json(i.impact_from) #>> '{}' as "from",
               to_json(i.impact_to) #>> '{}' as "to"`,
    [[...new Set(added.map((row) => row.incident_id))]],
  );
}

/** Forgets the ledger. */
export async function clearLedger(tx: Session): Promise<void> {
  for (const table of ['ledger_customer', 'ledger_impact', 'ledger_statement', 'customer_merge']) {
    await tx.query(`delete from ${table}`);
  }
}

/** Which part of the ledger is read. */
export interface LedgerQuestion {
  customerIds: readonly string[];
  /** Epoch milliseconds: what ended at or before it is left out. */
  from: number;
  /** Epoch milliseconds: what begins at or after it is left out. */
  to: number;
  /** Read the ledger as it stood at this instant (epoch milliseconds); null: as it stands. */
  knownAt: number | null;
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`;

const PIECE = `i.product_id as "productId", i.state, ${ms('i.impact_from')} as "from", ${ms('i.impact_to')} as "to",
  s.planned, ${ms('s.announced_from')} as "announcedFrom", ${ms('s.announced_to')} as "announcedTo",
  ${ms('s.notice_given_at')} as "noticeGivenAt"`;

/** The impacts on these customers, as far as the session's scope sees them; one statement. */
export function readLedger(session: Session, question: LedgerQuestion): Promise<LedgerPiece[]> {
  const { customerIds, from, to, knownAt } = question;
  const known =
    knownAt === null
      ? 'i.current'
      : 's.recorded_at <= $4::timestamptz and (s.superseded_at is null or s.superseded_at > $4::timestamptz)';
  return session.query<LedgerPiece>(
    `select i.incident_id as "incidentId", ${PIECE},
            string_agg(c.customer_id, ',') as "customerIds"
       from ledger_impact i
       join ledger_statement s using (incident_id, version)
       join ledger_customer c using (incident_id, version, piece)
      where ${known} and i.impact_from < $3::timestamptz and (i.impact_to is null or i.impact_to > $2::timestamptz)
        and c.customer_id = any(string_to_array($1, ','))
      group by i.incident_id, i.version, i.piece, s.incident_id, s.version
      order by i.incident_id, i.piece`,
    [
      customerIds.join(','),
      new Date(from).toISOString(),
      new Date(to).toISOString(),
      ...(knownAt === null ? [] : [new Date(knownAt).toISOString()]),
    ],
  );
}

/**
 * What was ever stated of these customers within an interval (epoch milliseconds), as far as the session's scope sees
 * them, in order of incident, version and piece; one statement.
 */
export function readStated(
  session: Session,
  customerIds: readonly string[],
  from: number,
  to: number,
): Promise<StatedPiece[]> {
  return session.query<StatedPiece>(
    `select c.customer_id as "customerId", i.incident_id as "incidentId", i.version, ${PIECE},
            ${ms('s.recorded_at')} as "recordedAt", ${ms('s.superseded_at')} as "supersededAt"
       from ledger_customer c
       join ledger_impact i using (incident_id, version, piece)
       join ledger_statement s using (incident_id, version)
      where c.customer_id = any($1::text[]) and i.impact_from < $3::timestamptz
        and (i.impact_to is null or i.impact_to > $2::timestamptz)
      order by i.incident_id, i.version, i.piece`,
    [customerIds, new Date(from).toISOString(), new Date(to).toISOString()],
  );
}

/** A piece with the key that stands for it and all its customers for good. */
export interface KeyedPiece extends Omit<LedgerPiece, 'customerIds'> {
  key: string;
  /** Ids, set apart by commas; null where the key was given as known. */
  customerIds: string | null;
}

/**
 * The current pieces of the ledger that touch an interval, whoever is hit, in order; one statement, for a session
 * that sees all. Of those whose keys are known the customers are left out.
 */
export function readPieces(
  session: Session,
  from: number,
  to: number,
  knownKeys: readonly string[],
): Promise<KeyedPiece[]> {
  return session.query<KeyedPiece>(
    `select p.*, case when p.key <> all($3::text[]) then (
              select string_agg(c.customer_id, ',') from ledger_customer c
               where c.incident_id = p."incidentId" and c.version = p.version and c.piece = p.piece)
            end as "customerIds"
       from (
         select concat_ws(' ', (select number from account_generation), i.incident_id, i.version, i.piece,
                          nullif(i.revision, 0)) as key, i.incident_id as "incidentId",
                i.version, i.piece, ${PIECE}
           from ledger_impact i
           join ledger_statement s using (incident_id, version)
          where i.current and i.impact_from < $2::timestamptz
            and (i.impact_to is null or i.impact_to > $1::timestamptz)
       ) p
      order by p."incidentId", p.piece`,
    [new Date(from).toISOString(), new Date(to).toISOString(), knownKeys],
  );
}

/** An impact on a customer that has not ended. */
export interface OpenImpact {
  customerId: string;
  incidentId: string;
  state: 'DOWN' | 'DEGRADED';
  /** Epoch milliseconds. */
  from: number;
  /** Epoch milliseconds; null where no end is on record. */
  to: number | null;
}

/** The impacts on these customers that last at an instant, `DOWN` first, then the earliest; one statement. */
export function readOpenImpacts(
  session: Session,
  customerIds: readonly string[],
  at: Date,
): Promise<OpenImpact[]> {
  return session.query<OpenImpact>(
    `select c.customer_id as "customerId", i.incident_id as "incidentId", i.state,
            ${ms('i.impact_from')} as "from", ${ms('i.impact_to')} as "to"
       from ledger_impact i
       join ledger_customer c using (incident_id, version, piece)
      where i.current and i.state <> 'UNKNOWN' and i.impact_from <= $2 and (i.impact_to is null or i.impact_to > $2)
        and c.customer_id = any($1::text[])
      order by c.customer_id, i.state desc, i.impact_from, i.incident_id`,
    [customerIds, at],
  );
}

/** Customers that any current impact touches in an interval, in the order of their ids, from one on; one statement. */
export async function findHitCustomers(
  session: Session,
  question: { from: number; to: number; after: string | null; inclusive: boolean; limit: number },
): Promise<string[]> {
  const { from, to, after, inclusive, limit } = question;
  const rows = await session.query<{ id: string }>(
    `select distinct c.customer_id as id
       from ledger_impact i
       join ledger_customer c using (incident_id, version, piece)
      where i.current and i.impact_from < $2::timestamptz and (i.impact_to is null or i.impact_to > $1::timestamptz)
        and ($3::text is null or c.customer_id ${inclusive ? '>=' : '>'} $3::text)
      order by 1 limit $4`,
    [new Date(from).toISOString(), new Date(to).toISOString(), after, limit],
  );
  return rows.map(({ id }) => id);
}
