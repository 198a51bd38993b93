import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  agreementList,
  agreementRecords,
  findVersionsByName,
  type AgreementListArguments,
  type AgreementRecord,
} from './agreement.store.js';

/** The service level agreement with this id, or null where the caller sees none; batched a request. */
export function loadAgreement(context: RequestContext, id: string): Promise<AgreementRecord | null> {
  return context
    .loader<string, AgreementRecord>('agreement', (ids) => agreementRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The service level agreement with this external id, or null where the caller sees none. */
export async function loadAgreementByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<AgreementRecord | null> {
  const found = await agreementRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the service level agreements the caller sees. */
export function listAgreements(
  context: RequestContext,
  args: AgreementListArguments,
): Promise<Page<AgreementRecord>> {
  return listPage(context.session, agreementList, args);
}

/** All versions of this name that the caller sees, the oldest first; batched a request. */
export async function loadVersions(context: RequestContext, name: string): Promise<AgreementRecord[]> {
  const versions = await context
    .loader<string, AgreementRecord[]>('agreement versions', async (names) => {
      const found = await findVersionsByName(context.session, names);
      return names.map((one) => found.get(one) ?? []);
    })
    .load(name);
  return versions ?? [];
}
