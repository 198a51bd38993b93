import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  findVersions,
  findVersionsOf,
  procedureList,
  procedureRecords,
  type ProcedureListArguments,
  type ProcedureRecord,
  type ProcedureVersionRecord,
} from './procedure.store.js';

/** The procedure with this id, or null where the caller sees none; batched a request. */
export function loadProcedure(context: RequestContext, id: string): Promise<ProcedureRecord | null> {
  return context
    .loader<string, ProcedureRecord>('standard-procedure', (ids) =>
      procedureRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The procedure with this external id, or null where the caller sees none. */
export async function loadProcedureByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<ProcedureRecord | null> {
  const found = await procedureRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the procedures the caller sees. */
export function listProcedures(
  context: RequestContext,
  args: ProcedureListArguments,
): Promise<Page<ProcedureRecord>> {
  return listPage(context.session, procedureList, args);
}

/** A published version, or null where the caller sees none; batched a request. */
export function loadProcedureVersion(
  context: RequestContext,
  procedureId: string,
  version: number,
): Promise<ProcedureVersionRecord | null> {
  return context
    .loader<{ procedureId: string; version: number }, ProcedureVersionRecord>(
      'procedure-version',
      (wanted) => findVersions(context.session, wanted),
      (wanted) => `${wanted.procedureId} ${wanted.version}`,
    )
    .load({ procedureId, version });
}

/** All published versions of a procedure, newest first; batched a request. */
export async function loadProcedureVersions(
  context: RequestContext,
  procedureId: string,
): Promise<ProcedureVersionRecord[]> {
  const versions = await context
    .loader<string, ProcedureVersionRecord[]>('procedure-versions', (ids) =>
      findVersionsOf(context.session, ids),
    )
    .load(procedureId);
  return versions ?? [];
}
