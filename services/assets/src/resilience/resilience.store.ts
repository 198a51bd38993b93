import type { Session } from '@plimsoll/shared';
import type { GroupOnRecord } from './group-on-record.rules.js';

/** The groups of consumers; one statement. */
export async function findGroups(session: Session, consumerIds: readonly string[]): Promise<GroupOnRecord[]> {
  const rows = await session.query<GroupOnRecord>(
    `select consumer_id as "consumerId", group_name as name, strength,
            coalesce(min_up_count::text, min_up_percent || '%') as "minUp",
            array_agg(provider_id order by provider_id) as "memberIds"
       from dependency
      where consumer_id = any($1::text[]) and removed_at is null and group_name is not null
      group by consumer_id, group_name, strength, min_up_count, min_up_percent
      order by consumer_id, group_name`,
    [consumerIds],
  );
  for (const { memberIds } of rows) memberIds.sort();
  return rows;
}
