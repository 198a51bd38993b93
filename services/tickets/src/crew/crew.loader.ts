import { listPage, type Page, type Records, type RequestContext } from '@plimsoll/shared';
import { crewList, type CrewListArguments, type CrewRecord } from './crew.store.js';

/** Reads of teams or of queues, as far as the caller may see them. */
export function crewLoaders(table: 'team' | 'queue', records: Records<CrewRecord>) {
  const list = crewList(table);
  return {
    /** The one with this id; batched a request. */
    byId: (context: RequestContext, id: string): Promise<CrewRecord | null> =>
      context.loader<string, CrewRecord>(table, (ids) => records.findInOrder(context.session, ids)).load(id),
    /** The one with this identifier in another system. */
    byExternalId: async (
      context: RequestContext,
      source: string,
      externalId: string,
    ): Promise<CrewRecord | null> => {
      const found = await records.findByExternalIds(context.session, source, [externalId]);
      return found.get(externalId) ?? null;
    },
    /** A page of them. */
    page: (context: RequestContext, args: CrewListArguments): Promise<Page<CrewRecord>> =>
      listPage(context.session, list, args),
  };
}
