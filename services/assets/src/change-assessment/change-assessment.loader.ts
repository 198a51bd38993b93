import {
  checkPageSize,
  decodeCursor,
  encodeCursor,
  toConnection,
  type ConnectionArgs,
  type ConnectionValue,
  type RequestContext,
} from '@plimsoll/shared';
import type { Customer } from '../account/index.js';
import type { ChangeRecord } from '../change/index.js';
import { affectedCustomers } from '../change-outage/index.js';
import type { Assessment } from './change-assessment.rules.js';
import { assessmentsOf } from './change-assessment.store.js';

/** The newest assessment of a change, or null where there is none and for whoever is not staff; batched a request. */
export async function loadAssessment(context: RequestContext, changeId: string): Promise<Assessment | null> {
  if (context.scope.kind !== 'STAFF') return null;
  return context
    .loader<string, Assessment>('change-assessment', async (ids) => {
      const found = await assessmentsOf(context.session, ids);
      return ids.map((id) => found.get(id) ?? null);
    })
    .load(changeId);
}

const BY_ID = 'ID ASC';

/**
 * A page of the customers that a change hits by itself, by id; null for whoever is not staff. All changes of a request
 * together, one statement.
 */
export async function listAffectedCustomers(
  context: RequestContext,
  change: ChangeRecord,
  args: ConnectionArgs,
): Promise<ConnectionValue<Customer> | null> {
  if (context.scope.kind !== 'STAFF') return null;
  checkPageSize(args.first);
  const ids = await context
    .loader<ChangeRecord, string[]>(
      'affected-customers',
      (changes) => affectedCustomers(context.session, changes, context.now),
      ({ id }) => id,
    )
    .load(change);
  const after = args.after ? decodeCursor(BY_ID, args.after).id : '';
  const behind = (ids ?? []).filter((id) => id > after);
  const rows = behind.slice(0, args.first);
  return toConnection(
    {
      rows,
      cursors: rows.map((id) => encodeCursor(BY_ID, '', id)),
      hasNextPage: behind.length > rows.length,
      hasPreviousPage: after !== '',
      countAll: () => Promise.resolve(ids?.length ?? 0),
    },
    (id) => ({ id }),
  );
}
