import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { Team, teamLoaders } from '../team/index.js';
import { listTickets, TicketConnection } from '../ticket/index.js';
import { argumentsOf, listSavedViews, loadSavedView } from './saved-view.loader.js';
import { removeSavedView, saveView, updateSavedView } from './saved-view.service.js';
import type { SavedViewRecord } from './saved-view.store.js';
import {
  RemoveSavedViewInput,
  SavedView,
  SavedViewConnection,
  SavedViewPayload,
  SavedViewsArgs,
  SaveViewInput,
  UpdateSavedViewInput,
} from './saved-view.types.js';

@Resolver(() => SavedView)
export class SavedViewResolver {
  @Query(() => SavedView, {
    nullable: true,
    description: 'The saved view with this id; null where it is neither yours nor of a team of yours.',
  })
  savedView(
    @Arg('id', () => ID, { description: 'Identifier, `viw_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return loadSavedView(context, id);
  }

  @Query(() => SavedViewConnection, { description: 'Your saved views, and those of your teams.' })
  async savedViews(@Args(() => SavedViewsArgs) args: SavedViewsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listSavedViews(context, args), (row) => row);
  }

  @FieldResolver(() => Team, {
    nullable: true,
    description: 'The team that sees it too; null: its owner alone.',
  })
  team(@Root() view: SavedViewRecord, @Ctx() context: RequestContext) {
    return view.teamId === null ? null : teamLoaders.byId(context, view.teamId);
  }

  @FieldResolver(() => TicketConnection, { nullable: true, description: 'The tickets it shows.' })
  async tickets(
    @Root() view: SavedViewRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listTickets(context, argumentsOf(view, args)), (row) => row);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first.',
  })
  history(
    @Root() view: SavedViewRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'saved_view', view.id, args);
  }

  @Mutation(() => SavedViewPayload, {
    description:
      'Saves a view of tickets, once for its idempotency key. Roles: admin, agent, operator, manager, executive; persons.',
  })
  saveView(
    @Arg('input', () => SaveViewInput, { description: 'The view.' }) input: SaveViewInput,
    @Ctx() context: RequestContext,
  ): Promise<SavedViewPayload> {
    return payload(async () => ({ savedView: await saveView(context, input) }));
  }

  @Mutation(() => SavedViewPayload, {
    description: 'Changes a saved view of yours. Roles: admin, agent, operator, manager, executive; persons.',
  })
  updateSavedView(
    @Arg('input', () => UpdateSavedViewInput, { description: 'What changes.' }) input: UpdateSavedViewInput,
    @Ctx() context: RequestContext,
  ): Promise<SavedViewPayload> {
    return payload(async () => ({ savedView: await updateSavedView(context, input) }));
  }

  @Mutation(() => SavedViewPayload, {
    description: 'Removes a saved view of yours. Roles: admin, agent, operator, manager, executive; persons.',
  })
  removeSavedView(
    @Arg('input', () => RemoveSavedViewInput, { description: 'The view.' }) input: RemoveSavedViewInput,
    @Ctx() context: RequestContext,
  ): Promise<SavedViewPayload> {
    return payload(async () => ({ savedView: await removeSavedView(context, input) }));
  }
}
