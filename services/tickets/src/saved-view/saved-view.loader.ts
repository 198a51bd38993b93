import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import type { TicketFilter, TicketListArguments } from '../ticket/index.js';
import {
  findTeamsOf,
  savedViewList,
  savedViewRecords,
  type SavedViewListArguments,
  type SavedViewRecord,
} from './saved-view.store.js';

const NOTHING: Page<SavedViewRecord> = {
  rows: [],
  cursors: [],
  hasNextPage: false,
  hasPreviousPage: false,
  countAll: () => Promise.resolve(0),
};

/** A page of the views that the caller owns or shares by a team. */
export async function listSavedViews(
  context: RequestContext,
  args: SavedViewListArguments,
): Promise<Page<SavedViewRecord>> {
  const { personId } = context.principal;
  if (personId == null) return NOTHING;
  return listPage(context.session, savedViewList(personId), args);
}

/** The view with this id, or null where the caller neither owns nor shares it. */
export async function loadSavedView(context: RequestContext, id: string): Promise<SavedViewRecord | null> {
  const { personId } = context.principal;
  if (personId == null) return null;
  const view = (await savedViewRecords.findByIds(context.session, [id])).get(id);
  if (!view) return null;
  if (view.ownerId === personId) return view;
  const isShared =
    view.teamId !== null && (await findTeamsOf(context.session, personId)).includes(view.teamId);
  return isShared ? view : null;
}

const INSTANTS = /(From|To|Before)$/;

/** What a view asks of the list of tickets. */
export function argumentsOf(
  view: SavedViewRecord,
  page: { first: number; after?: string | null },
): TicketListArguments {
  const filter = Object.fromEntries(
    Object.entries(view.filter).map(([name, value]) => [
      name,
      INSTANTS.test(name) && typeof value === 'string' ? new Date(value) : value,
    ]),
  ) as TicketFilter;
  const orderBy =
    view.orderField === null
      ? null
      : ({ field: view.orderField, direction: view.orderDirection } as TicketListArguments['orderBy']);
  return { ...page, filter, ...(orderBy ? { orderBy } : {}) };
}
