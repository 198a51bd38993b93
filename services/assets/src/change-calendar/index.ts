export { covers, type AssetScope, type ScopedAsset } from './asset-scope.rules.js';
export { CalendarEntryEntity } from './calendar-entry.entity.js';
export { checkInForce, listOccurrences, occurrenceAt } from './calendar-entry.rules.js';
export { editedEntry, newEntry } from './calendar-entry.service.js';
export { ENTRY_COLUMNS, ENTRY_MAY_OCCUR, entryEventData, findScopedAssets } from './calendar-entry.store.js';
export {
  CalendarEntryObject,
  CalendarOccurrence,
  CreateCalendarEntryInput,
  OccurrencesArgs,
  ScopeOfAssets,
  UpdateCalendarEntryInput,
} from './calendar-entry.types.js';
