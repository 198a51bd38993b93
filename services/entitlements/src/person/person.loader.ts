import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { personList, personRecords, type PersonListArguments, type PersonRecord } from './person.store.js';

/** The person with this id, or null where the caller sees none; batched a request. */
export function loadPerson(context: RequestContext, id: string): Promise<PersonRecord | null> {
  return context
    .loader<string, PersonRecord>('person', (ids) => personRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The person with this external id, or null where the caller sees none. */
export async function loadPersonByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<PersonRecord | null> {
  const found = await personRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the persons the caller sees. */
export function listPeople(context: RequestContext, args: PersonListArguments): Promise<Page<PersonRecord>> {
  return listPage(context.session, personList, args);
}
