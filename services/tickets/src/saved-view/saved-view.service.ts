import {
  authorize,
  authorOf,
  checkText,
  conflict,
  createOnce,
  DomainError,
  emit,
  invalid,
  notFound,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { DESK_ROLES } from '../ticket-step/index.js';
import type { TicketFilter, TicketOrder } from '../ticket/index.js';
import { deleteSavedView, findTeamsOf, savedViewRecords, type SavedViewRecord } from './saved-view.store.js';
import type { RemoveSavedViewInput, SaveViewInput, UpdateSavedViewInput } from './saved-view.types.js';

/** The person behind the caller. @throws DomainError `NOT_A_PERSON` for machines */
function personOf(context: RequestContext): string {
  authorize(context, ...DESK_ROLES, 'executive');
  const { personId } = context.principal;
  if (personId == null) throw new DomainError('NOT_A_PERSON', 'Views are of people on the staff.');
  return personId;
}

/** Saves a view of tickets, once for its idempotency key. Roles: staff who are persons. */
export async function saveView(context: RequestContext, input: SaveViewInput): Promise<SavedViewRecord> {
  const ownerId = personOf(context);
  return createOnce(context, savedViewRecords, {
    prefix: 'viw',
    mutation: 'saveView',
    input,
    values: async (tx) => ({
      name: checkText(input.name, 'name'),
      ownerId,
      teamId: await ownTeam(tx, ownerId, input.teamId ?? null),
      filter: storedFilter(input.filter),
      ...storedOrder(input.orderBy),
      createdAt: context.now,
    }),
  });
}

/** Changes a view of the caller's own. Roles: staff who are persons. */
export async function updateSavedView(
  context: RequestContext,
  input: UpdateSavedViewInput,
): Promise<SavedViewRecord> {
  const ownerId = personOf(context);
  return context.session.transaction(async (tx) => {
    await requireOwn(tx, ownerId, input.id);
    return savedViewRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async () => ({
      ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
      ...(input.filter === undefined ? {} : { filter: storedFilter(input.filter) }),
      ...(input.orderBy === undefined ? {} : storedOrder(input.orderBy)),
      ...(input.teamId === undefined ? {} : { teamId: await ownTeam(tx, ownerId, input.teamId) }),
    }));
  });
}

/** Removes a view of the caller's own; answers it as it was. Roles: staff who are persons. */
export async function removeSavedView(
  context: RequestContext,
  input: RemoveSavedViewInput,
): Promise<SavedViewRecord> {
  const ownerId = personOf(context);
  return context.session.transaction(async (tx) => {
    const view = await requireOwn(tx, ownerId, input.id);
    if (view.version !== input.expectedVersion) throw conflict('saved view', view.version);
    await deleteSavedView(tx, view.id);
    await emit(tx, [{ ...savedViewRecords.event(view, 'removed'), version: view.version + 1 }]);
    return view;
  });
}

/** The view that the caller owns, held; others' views are as if they were not there, but for those that it sees. */
async function requireOwn(tx: Session, ownerId: string, id: string): Promise<SavedViewRecord> {
  await tx.query('select id from saved_view where id = $1 for update', [id]);
  const view = (await savedViewRecords.findByIds(tx, [id])).get(id);
  if (!view) throw notFound('saved view', id);
  if (view.ownerId === ownerId) return view;
  const isShared = view.teamId !== null && (await findTeamsOf(tx, ownerId)).includes(view.teamId);
  if (isShared)
    throw new DomainError('NOT_YOURS', 'Who saved a view may change it; save one of your own.', ['id']);
  throw notFound('saved view', id);
}

/** @throws DomainError `INVALID` for a team that the person is not in */
async function ownTeam(tx: Session, personId: string, teamId: string | null): Promise<string | null> {
  if (teamId === null || (await findTeamsOf(tx, personId)).includes(teamId)) return teamId;
  throw invalid('A view is shared by a team of yours.', ['teamId']);
}

function storedFilter(filter: TicketFilter | null | undefined): Record<string, unknown> {
  return JSON.parse(JSON.stringify(filter ?? {})) as Record<string, unknown>;
}

function storedOrder(
  order: TicketOrder | null | undefined,
): Pick<SavedViewRecord, 'orderField' | 'orderDirection'> {
  return { orderField: order?.field ?? null, orderDirection: order?.direction ?? null };
}
