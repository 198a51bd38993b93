import { checkText, invalid, notFound, type Session } from '@plimsoll/shared';
import { checkSchedule } from '../recurrence/index.js';
import { findKnownAssets, type CalendarEntryRecord } from './calendar-entry.store.js';
import type {
  CreateCalendarEntryInput,
  ScopeOfAssetsInput,
  UpdateCalendarEntryInput,
} from './calendar-entry.types.js';

const LONGEST_DESCRIPTION = 20_000;
const MOST_VALUES = 1_000;

type EntryValues = Omit<CalendarEntryRecord, 'id' | 'version' | 'externalId' | 'source'>;

/**
 * The values of a new entry.
 *
 * @throws DomainError `INVALID` naming the field, `NOT_FOUND` for an asset that is not on record
 */
export async function newEntry(tx: Session, input: CreateCalendarEntryInput): Promise<EntryValues> {
  return {
    name: checkText(input.name, 'name'),
    description: descriptionOf(input.description) ?? null,
    ...keptSchedule({ ...input, recurrence: input.recurrence ?? null }),
    ...(await scopeOf(tx, input.scope ?? emptyScope())),
    withdrawnAt: null,
  };
}

/**
 * The values that an edit of an entry gives it; what is left out stays as it is.
 *
 * @throws DomainError as {@link newEntry}
 */
export async function editedEntry(
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
    ...(input.description === undefined ? {} : { description: descriptionOf(input.description) ?? null }),
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

function descriptionOf(text: string | null | undefined): string | null | undefined {
  return text == null || text.trim() === ''
    ? text && null
    : checkText(text, 'description', LONGEST_DESCRIPTION);
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
