export { covers, type AssetScope, type ScopedAsset } from './asset-scope.rules.js';
export { CalendarEntryEntity } from './calendar-entry.entity.js';
export { entryFields } from './calendar-entry.resolver.js';
export { createEntry, updateEntry, withdrawEntry } from './calendar-entry.service.js';
export {
  ENTRY_COLUMNS,
  entryEventData,
  entryList,
  findScopedAssets,
  type EntryListArguments,
} from './calendar-entry.store.js';
export {
  CalendarEntryFilter,
  CalendarEntryObject,
  CreateCalendarEntryInput,
  UpdateCalendarEntryInput,
  WithdrawCalendarEntryInput,
} from './calendar-entry.types.js';
