import type { BusEvent, Session } from '@plimsoll/shared';

/** Notes how customers stand with their cases; an event older than what is on record changes nothing. One statement. */
export async function noteAllowances(tx: Session, events: readonly BusEvent[]): Promise<void> {
  const latest = new Map<string, BusEvent>();
  for (const event of events) {
    if ((latest.get(event.subject)?.version ?? 0) < event.version) latest.set(event.subject, event);
  }
  await tx.query(
    `insert into case_allowance as kept (id, version, allowed, refused)
     select id, version, allowed, refused
       from jsonb_to_recordset($1::jsonb) as given(id text, version integer, allowed integer, refused boolean)
     on conflict (id) do update set version = excluded.version, allowed = excluded.allowed, refused = excluded.refused
      where kept.version < excluded.version`,
    [
      JSON.stringify(
        [...latest.values()].map(({ subject, version, data }) => ({
          id: subject,
          version,
          allowed: data['allowed'] ?? null,
          refused: data['refused'] === true,
        })),
      ),
    ],
  );
}

/** Whether one of these contacts is deactivated, of those the session's scope sees. */
export async function hasInactive(session: Session, contactIds: readonly string[]): Promise<boolean> {
  if (contactIds.length === 0) return false;
  const rows = await session.query(
    'select 1 from contact where id = any($1::text[]) and not active limit 1',
    [[...contactIds]],
  );
  return rows.length > 0;
}

/** The allowance beyond which a customer is refused more cases, or null where it is not. */
export async function findRefusal(
  session: Session,
  customerId: string,
): Promise<{ allowed: number | null } | null> {
  const [found] = await session.query<{ allowed: number | null }>(
    'select allowed from case_allowance where id = $1 and refused',
    [customerId],
  );
  return found ?? null;
}
