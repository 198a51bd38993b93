import { Records, type Session } from '@plimsoll/shared';
import type { TicketLevel, TicketPriority } from '../ticket/index.js';
import { PrioritySchemeEntity } from './priority-scheme.entity.js';
import { priorityBy, type PriorityMatrix } from './priority-scheme.rules.js';

/** How priorities and impacts follow from what is known, as the rest of the service knows it. */
export type PrioritySchemeRecord = PrioritySchemeEntity;

/** The scheme, with its history and events. */
export const prioritySchemeRecords = new Records<PrioritySchemeRecord>({
  entity: PrioritySchemeEntity,
  noun: 'priority scheme',
  eventNoun: 'priority_scheme',
  eventData: ({ matrix, manyCustomers, weightySegments, weightyUptime }) => ({
    matrix,
    manyCustomers,
    weightySegments,
    weightyUptime,
  }),
});

/** The scheme in force; null for callers who are not staff. One statement. */
export async function findPriorityScheme(session: Session): Promise<PrioritySchemeRecord | null> {
  const [scheme] = await session.query<PrioritySchemeRecord>(
    `select id, version, external_id as "externalId", source, matrix, many_customers as "manyCustomers",
            weighty_segments as "weightySegments", weighty_uptime::text as "weightyUptime"
       from priority_scheme`,
  );
  return scheme ?? null;
}

/** The priority that the desk's matrix gives, whoever asks; a level that is not given counts as MEDIUM. */
export type Priorities = (
  impact: TicketLevel | null | undefined,
  urgency: TicketLevel | null | undefined,
) => TicketPriority;

/** The priorities by the desk's matrix as it is now, for any caller; one statement. */
export async function readPriorities(session: Session): Promise<Priorities> {
  const [row] = await session.query<{ matrix: PriorityMatrix }>('select priority_matrix() as matrix');
  if (!row?.matrix) throw new Error('the database has no priority scheme');
  return (impact, urgency) => priorityBy(row.matrix, impact, urgency);
}
