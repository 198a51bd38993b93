import { Records, type Session } from '@plimsoll/shared';
import { ENTRY_COLUMNS, entryEventData, entryList } from '../change-calendar/index.js';
import { FreezeEntity } from './freeze.entity.js';

/** A freeze as the rest of the service knows it. */
export type FreezeRecord = FreezeEntity;

/** Freezes, with their history and events. */
export const freezeRecords = new Records<FreezeRecord>({
  entity: FreezeEntity,
  noun: 'freeze',
  eventNoun: 'freeze',
  eventData: (freeze) => ({ ...entryEventData(freeze), allowsEmergency: freeze.allowsEmergency }),
});

const COLUMNS = `${ENTRY_COLUMNS}, e.allows_emergency as "allowsEmergency"`;

/** How freezes are listed. */
export const freezeList = entryList('change_freeze', COLUMNS);

/** Those in force that may have an occurrence within [from, to), none of which lasts longer than 366 days; one statement. */
export function findOccurringFreezes(session: Session, from: Date, to: Date): Promise<FreezeRecord[]> {
  return session.query<FreezeRecord>(
    `select ${COLUMNS} from change_freeze e
      where e.withdrawn_at is null and e.starts_at < $2
        and (e.recurrence is not null or e.starts_at > $1::timestamptz - interval '370 days')
      order by e.id`,
    [from, to],
  );
}
