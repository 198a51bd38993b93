export { ExportFailure } from './export.errors.js';
export { EXPORT_FILES, runExport, type ExportedFile } from './exporter.js';
