import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { ENTRY_COLUMNS, ENTRY_MAY_OCCUR, entryEventData } from '../change-calendar/index.js';
import { FreezeEntity } from './freeze.entity.js';
import type { FreezeFilter, FreezeOrderField } from './freeze.types.js';

/** A freeze as the rest of the service knows it. */
export type FreezeRecord = FreezeEntity;

/** What may be asked of the list of freezes. */
export type FreezeListArguments = ListArguments<FreezeFilter, keyof typeof FreezeOrderField>;

/** Freezes, with their history and events. */
export const freezeRecords = new Records<FreezeRecord>({
  entity: FreezeEntity,
  noun: 'freeze',
  eventNoun: 'freeze',
  eventData: (freeze) => ({ ...entryEventData(freeze), allowsEmergency: freeze.allowsEmergency }),
});

const COLUMNS = `${ENTRY_COLUMNS}, e.allows_emergency as "allowsEmergency"`;

/** How freezes are listed. */
export const freezeList: ListDefinition<FreezeFilter, keyof typeof FreezeOrderField> = {
  columns: COLUMNS,
  from: 'change_freeze e',
  id: 'e.id',
  orders: {
    STARTS_AT: { sql: 'e.starts_at', type: 'timestamptz' },
    NAME: { sql: 'e.name', type: 'text' },
  },
  defaultOrder: { field: 'STARTS_AT', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.search ? [`e.name ilike ${parameters.addContaining(filter.search)}`] : []),
    ...(filter.withdrawn == null ? [] : [`e.withdrawn_at is ${filter.withdrawn ? 'not null' : 'null'}`]),
  ],
};

/** Those in force that may have an occurrence within [from, to); one statement. */
export function findOccurringFreezes(session: Session, from: Date, to: Date): Promise<FreezeRecord[]> {
  return session.query<FreezeRecord>(
    `select ${COLUMNS} from change_freeze e where ${ENTRY_MAY_OCCUR} order by e.id`,
    [from, to],
  );
}
