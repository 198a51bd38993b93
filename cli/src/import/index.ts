export { ImportFailure } from './import.errors.js';
export { loadMapping, type Mapping } from './mapping/index.js';
export { findNativeFile, NATIVE_FILES } from './native-file.js';
export { HttpSink } from './run/http.sink.js';
export { runImport, type ImportOptions, type ImportSummary } from './run/importer.js';
export type { ImportReport, ImportRow, Sink } from './run/sink.js';
export { planFolder, planMapped, planNative, type Stage } from './run/stage.js';
