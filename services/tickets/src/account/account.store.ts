import { notFound, type BusEvent, type Session } from '@plimsoll/shared';

/** The nouns of other services of which copies are kept, with the columns beside id, version and names. */
const COPIES = {
  customer: {
    columns: ['name', 'partner_id', 'partner_ids', 'designated_analyst_id', 'segment', 'region', 'locale'],
    owner: 'entitlements',
  },
  contact: { columns: ['customer_id', 'active', 'designated'], owner: 'entitlements' },
  product: { columns: ['name'], owner: 'entitlements' },
  person: { columns: [], owner: 'entitlements' },
  calendar: { columns: [], owner: 'entitlements' },
  asset: { columns: ['name', 'kind'], owner: 'assets' },
  change: { columns: [], owner: 'assets' },
  release: { columns: ['name'], owner: 'assets' },
} as const satisfies Record<string, { columns: readonly string[]; owner: 'entitlements' | 'assets' }>;

/** Columns that hold several texts; what an event leaves out is none. */
const LISTS: readonly string[] = ['partner_ids'];

/** Columns that hold yes or no, with what it is where an event leaves it out. */
const FLAGS: Readonly<Record<string, boolean>> = { active: true, designated: false };

/** One of the nouns of other services of which copies are kept. */
export type CopiedNoun = keyof typeof COPIES;

/** The copied nouns of a service. */
export function copiedNounsOf(owner: string): CopiedNoun[] {
  return (Object.keys(COPIES) as CopiedNoun[]).filter((noun) => COPIES[noun].owner === owner);
}

const camelCase = (column: string) =>
  column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const typeOf = (column: string) => (LISTS.includes(column) ? 'text[]' : column in FLAGS ? 'boolean' : 'text');
const absent = (column: string) => (LISTS.includes(column) ? [] : (FLAGS[column] ?? null));

/** Brings the copies of one noun up to its events; an event older than the copy changes nothing. One statement. */
export async function copyFromEvents(tx: Session, noun: CopiedNoun, events: BusEvent[]): Promise<void> {
  const columns: readonly string[] = ['external_id', 'source', ...COPIES[noun].columns];
  const latest = new Map<string, BusEvent>();
  for (const event of events) {
    if ((latest.get(event.subject)?.version ?? 0) < event.version) latest.set(event.subject, event);
  }
  const rows = [...latest.values()].map(({ subject, version, data }) => ({
    id: subject,
    version,
    ...Object.fromEntries(columns.map((column) => [column, data[camelCase(column)] ?? absent(column)])),
  }));
  const names = ['id', 'version', ...columns].join(', ');
  await tx.query(
    `insert into ${noun} as r (${names})
     select ${names} from jsonb_to_recordset($1::jsonb)
       as given(id text, version integer, ${columns.map((column) => `${column} ${typeOf(column)}`).join(', ')})
     on conflict (id) do update set version = excluded.version,
       ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
      where r.version < excluded.version`,
    [JSON.stringify(rows)],
  );
}

/** Which of these ids the session's scope sees; one statement. */
export async function seenIds(
  session: Session,
  noun: CopiedNoun,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await session.query<{ id: string }>(`select id from ${noun} where id = any($1::text[])`, [
    [...ids],
  ]);
  return new Set(rows.map((row) => row.id));
}

/**
 * Refuses ids that the session's scope does not see.
 *
 * @param path the input field that names them
 * @throws DomainError `NOT_FOUND` naming the first
 */
export async function requireSeen(
  session: Session,
  noun: CopiedNoun,
  ids: readonly string[],
  path: readonly string[],
): Promise<void> {
  const seen = await seenIds(session, noun, ids);
  const missing = ids.find((id) => !seen.has(id));
  if (missing !== undefined) throw notFound(noun, missing, path);
}

/** The customer of each of these contacts that the session's scope sees. */
export async function customersOfContacts(
  session: Session,
  contactIds: readonly string[],
): Promise<Map<string, string>> {
  if (contactIds.length === 0) return new Map();
  const rows = await session.query<{ id: string; customerId: string }>(
    `select id, customer_id as "customerId" from contact where id = any($1::text[])`,
    [[...contactIds]],
  );
  return new Map(rows.map((row) => [row.id, row.customerId]));
}
