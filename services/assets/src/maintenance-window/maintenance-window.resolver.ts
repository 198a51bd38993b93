import { ExternalIdArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { entryFields } from '../change-calendar/index.js';
import {
  listMaintenanceWindows,
  loadMaintenanceWindow,
  loadMaintenanceWindowByExternalId,
} from './maintenance-window.loader.js';
import {
  createMaintenanceWindow,
  updateMaintenanceWindow,
  withdrawMaintenanceWindow,
} from './maintenance-window.service.js';
import {
  CreateMaintenanceWindowInput,
  MaintenanceWindow,
  MaintenanceWindowConnection,
  MaintenanceWindowPayload,
  MaintenanceWindowsArgs,
  UpdateMaintenanceWindowInput,
  WithdrawMaintenanceWindowInput,
} from './maintenance-window.types.js';

@Resolver(() => MaintenanceWindow)
export class MaintenanceWindowResolver extends entryFields(
  () => MaintenanceWindow,
  'maintenance_window',
  'The occurrence under way, or the next within five years',
) {
  @Query(() => MaintenanceWindow, {
    nullable: true,
    description: 'The maintenance window with this id; null where there is none for you.',
  })
  maintenanceWindow(
    @Arg('id', () => ID, { description: 'Identifier, `mwd_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<MaintenanceWindow | null> {
    return loadMaintenanceWindow(context, id);
  }

  @Query(() => MaintenanceWindow, {
    nullable: true,
    description: 'The maintenance window with this identifier in another system.',
  })
  maintenanceWindowByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<MaintenanceWindow | null> {
    return loadMaintenanceWindowByExternalId(context, source, externalId);
  }

  @Query(() => MaintenanceWindowConnection, {
    description:
      'A time in which assets may be changed, once or again and again. An asset that some window is about is changed within one of its windows only, an asset that none is about at any time. Staff only.',
  })
  async maintenanceWindows(
    @Args(() => MaintenanceWindowsArgs) args: MaintenanceWindowsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listMaintenanceWindows(context, args), (row) => row);
  }

  @Mutation(() => MaintenanceWindowPayload, {
    description: 'Creates a maintenance window. Roles: admin, manager, operator.',
  })
  createMaintenanceWindow(
    @Arg('input', () => CreateMaintenanceWindowInput, { description: 'The new maintenance window.' })
    input: CreateMaintenanceWindowInput,
    @Ctx() context: RequestContext,
  ): Promise<MaintenanceWindowPayload> {
    return payload(async () => ({ maintenanceWindow: await createMaintenanceWindow(context, input) }));
  }

  @Mutation(() => MaintenanceWindowPayload, {
    description: 'Changes a maintenance window that is in force. Roles: admin, manager, operator.',
  })
  updateMaintenanceWindow(
    @Arg('input', () => UpdateMaintenanceWindowInput, { description: 'What changes.' })
    input: UpdateMaintenanceWindowInput,
    @Ctx() context: RequestContext,
  ): Promise<MaintenanceWindowPayload> {
    return payload(async () => ({ maintenanceWindow: await updateMaintenanceWindow(context, input) }));
  }

  @Mutation(() => MaintenanceWindowPayload, {
    description:
      'Withdraws a maintenance window: from now on it does not count, and it stays on record. Roles: admin, manager, operator.',
  })
  withdrawMaintenanceWindow(
    @Arg('input', () => WithdrawMaintenanceWindowInput, { description: 'Which, and why.' })
    input: WithdrawMaintenanceWindowInput,
    @Ctx() context: RequestContext,
  ): Promise<MaintenanceWindowPayload> {
    return payload(async () => ({ maintenanceWindow: await withdrawMaintenanceWindow(context, input) }));
  }
}
