import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import type { AgreementStatus } from './agreement.rules.js';
import {
  agreementList,
  agreementRecords,
  findStatuses,
  findVersionsByName,
  type AgreementListArguments,
  type AgreementRecord,
} from './agreement.store.js';

type Asked = Omit<AgreementListArguments, 'filter'> & {
  filter?: Omit<NonNullable<AgreementListArguments['filter']>, 'today'> | null;
};

const dayOf = (context: RequestContext) => context.now.toISOString().slice(0, 10);

/** Where the version stands in its life today (UTC), or null where the caller does not see it; batched a request. */
export function loadAgreementStatus(context: RequestContext, id: string): Promise<AgreementStatus | null> {
  return context
    .loader<string, AgreementStatus>('agreement status', async (ids) => {
      const found = await findStatuses(context.session, ids, dayOf(context));
      return ids.map((one) => found.get(one) ?? null);
    })
    .load(id);
}

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
export function listAgreements(context: RequestContext, args: Asked): Promise<Page<AgreementRecord>> {
  const today = dayOf(context);
  return listPage(context.session, agreementList, { ...args, filter: { ...args.filter, today } });
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
