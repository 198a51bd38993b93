export {
  HttpSink,
  loadMapping,
  planFolder,
  planMapped,
  planNative,
  runImport,
  type ImportOptions,
  type ImportReport,
  type ImportRow,
  type ImportSummary,
  type Sink,
  type Stage,
} from './import/index.js';
