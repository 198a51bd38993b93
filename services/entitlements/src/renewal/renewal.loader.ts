import { hasRole, listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { overdueSince } from './renewal.rules.js';
import {
  reminderList,
  type ReminderListArguments,
  type RenewalReminderRecord,
  type ReminderViewer,
} from './renewal.store.js';
import type { RenewalRemindersArgs } from './renewal.types.js';

/** A page of the reminders the caller sees, the nearest renewal first. */
export function listReminders(
  context: RequestContext,
  args: RenewalRemindersArgs,
): Promise<Page<RenewalReminderRecord>> {
  return listPage(context.session, reminderList, asked(context, args));
}

/** A page of the reminders of a customer, or of an account manager's customers; batched a request. */
export function listRemindersOf(
  context: RequestContext,
  parent: 'customer' | 'accountManager',
  parentId: string,
  args: RenewalRemindersArgs,
): Promise<Page<RenewalReminderRecord> | null> {
  const list = asked(context, args);
  const name = `renewal reminders of ${parent}: ${JSON.stringify(args)}`;
  return context
    .loader<string, Page<RenewalReminderRecord>>(name, (ids) =>
      listByParent(context.session, reminderList, parent, ids, list),
    )
    .load(parentId);
}

function asked(
  context: RequestContext,
  { first, after, filter }: RenewalRemindersArgs,
): ReminderListArguments {
  return { first, after: after ?? null, filter: { ...filter, viewer: viewerOf(context) } };
}

function viewerOf({ principal, now }: RequestContext): ReminderViewer {
  const sees = hasRole(principal, 'admin') ? 'ALL' : hasRole(principal, 'manager') ? 'OVERDUE' : 'OWN';
  return { personId: principal.personId ?? null, sees, overdueSince: overdueSince(now) };
}
