export { ProcedureEntity } from './procedure.entity.js';
export { loadProcedure, loadProcedureVersion } from './procedure.loader.js';
export { ProcedureResolver, ProcedureVersionResolver } from './procedure.resolver.js';
export { optionalText } from './procedure.rules.js';
export { requirePublished } from './procedure.service.js';
export { findVersions, procedureRecords, type ProcedureVersionRecord } from './procedure.store.js';
export { ProcedureVersion, StandardProcedure } from './procedure.types.js';
