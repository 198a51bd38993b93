import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  invalid,
  notFound,
  type KeptRecord,
  type Records,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { checkSchedule } from '../recurrence/index.js';
import { checkInForce } from './calendar-entry.rules.js';
import { findKnownAssets, type CalendarEntryRecord } from './calendar-entry.store.js';
import type {
  CreateCalendarEntryInput,
  ScopeOfAssetsInput,
  UpdateCalendarEntryInput,
  WithdrawCalendarEntryInput,
} from './calendar-entry.types.js';

const LONGEST_DESCRIPTION = 20_000;
const MOST_VALUES = 1_000;

type EntryValues = Omit<CalendarEntryRecord, keyof KeptRecord>;
/** What the records of a noun have beside what every entry has. */
type OwnValues<R extends CalendarEntryRecord> = Omit<R, keyof CalendarEntryRecord>;

/**
 * Creates an entry. Roles: admin, manager, operator.
 *
 * @throws DomainError `INVALID` naming the field, `NOT_FOUND` for an asset that is not on record
 */
export async function createEntry<R extends CalendarEntryRecord>(
  context: RequestContext,
  records: Records<R>,
  made: { prefix: string; mutation: string; input: CreateCalendarEntryInput; own: OwnValues<R> },
): Promise<R> {
  authorize(context, 'admin', 'manager', 'operator');
  const { prefix, mutation, input, own } = made;
  return createOnce(context, records, {
    prefix,
    mutation,
    input,
    values: async (tx) =>
      ({ ...(await newValues(tx, input)), ...own }) as unknown as Omit<R, keyof KeptRecord>,
  });
}

/**
 * Changes an entry that is in force; what is left out stays as it is. Roles: admin, manager, operator.
 *
 * @throws DomainError as {@link createEntry}, `CONFLICT`, `INVALID_STATUS` for one that was withdrawn
 */
export async function updateEntry<R extends CalendarEntryRecord>(
  context: RequestContext,
  records: Records<R>,
  input: UpdateCalendarEntryInput,
  own: Partial<OwnValues<R>>,
): Promise<R> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    records.update(tx, authorOf(context), input.id, input.expectedVersion, async (current) => {
      checkInForce(records.noun, current);
      return { ...(await editedValues(tx, current, input)), ...own } as unknown as Partial<R>;
    }),
  );
}

/**
 * Ends an entry: it no longer counts. Roles: admin, manager, operator.
 *
 * @throws DomainError `NOT_FOUND`, `CONFLICT`, `INVALID_STATUS` for one that was withdrawn before
 */
export async function withdrawEntry<R extends CalendarEntryRecord>(
  context: RequestContext,
  records: Records<R>,
  { id, expectedVersion, reason }: WithdrawCalendarEntryInput,
): Promise<R> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    records.update(tx, authorOf(context, reason ?? null), id, expectedVersion, (current) => {
      checkInForce(records.noun, current);
      return { withdrawnAt: context.now } as Partial<R>;
    }),
  );
}

async function newValues(tx: Session, input: CreateCalendarEntryInput): Promise<EntryValues> {
  return {
    name: checkText(input.name, 'name'),
    description: descriptionOf(input.description),
    ...keptSchedule({ ...input, recurrence: input.recurrence ?? null }),
    ...(await scopeOf(tx, input.scope ?? emptyScope())),
    withdrawnAt: null,
  };
}

async function editedValues(
  tx: Session,
  current: EntryValues,
  input: UpdateCalendarEntryInput,
): Promise<Partial<EntryValues>> {
  const schedule = {
    startsAt: input.startsAt ?? current.startsAt,
    duration: input.duration ?? current.duration,
    timeZone: input.timeZone ?? current.timeZone,
    recurrence: input.recurrence === undefined ? current.recurrence : input.recurrence,
    exceptions: input.exceptions ?? current.exceptions,
  };
  return {
    ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
    ...(input.description === undefined ? {} : { description: descriptionOf(input.description) }),
    ...keptSchedule(schedule),
    ...(input.scope == null ? {} : await scopeOf(tx, input.scope)),
  };
}

function keptSchedule(
  given: Pick<EntryValues, 'startsAt' | 'duration' | 'timeZone' | 'recurrence' | 'exceptions'>,
): Pick<EntryValues, 'startsAt' | 'duration' | 'timeZone' | 'recurrence' | 'exceptions'> {
  const { exceptions, ...checked } = checkSchedule(given);
  return { ...checked, exceptions: [...exceptions] };
}

function descriptionOf(text: string | null | undefined): string | null {
  return text == null || text.trim() === '' ? null : checkText(text, 'description', LONGEST_DESCRIPTION);
}

async function scopeOf(tx: Session, scope: ScopeOfAssetsInput) {
  const values = (field: keyof ScopeOfAssetsInput): string[] => {
    const distinct = [...new Set(scope[field].map((one) => checkText(one, field)))];
    if (distinct.length > MOST_VALUES) {
      throw invalid(`A scope names at most ${MOST_VALUES} of each.`, ['scope', field]);
    }
    return distinct;
  };
  const assetIds = values('assetIds');
  const known = await findKnownAssets(tx, assetIds);
  const unknown = assetIds.find((id) => !known.has(id));
  if (unknown !== undefined) throw notFound('asset', unknown, ['scope', 'assetIds']);
  return {
    kinds: values('kinds'),
    tags: values('tags'),
    assetIds,
    locations: values('locations'),
    regions: values('regions'),
  };
}

function emptyScope(): ScopeOfAssetsInput {
  return { kinds: [], tags: [], assetIds: [], locations: [], regions: [] };
}
