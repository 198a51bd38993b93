import { authorize, authorOf, checkText, type RequestContext } from '@plimsoll/shared';
import { checkThresholds, matrixOf } from './priority-scheme.rules.js';
import { prioritySchemeRecords, type PrioritySchemeRecord } from './priority-scheme.store.js';
import type { SetPrioritySchemeInput } from './priority-scheme.types.js';

/**
 * Says how priorities and impacts follow from now on; tickets on record keep what they have. Roles: admin, manager.
 */
export async function setPriorityScheme(
  context: RequestContext,
  input: SetPrioritySchemeInput,
): Promise<PrioritySchemeRecord> {
  authorize(context, 'admin', 'manager');
  const author = authorOf(context, checkText(input.reason, 'reason'));
  const { id, expectedVersion, matrix, manyCustomers, weightySegments, weightyUptime } = input;
  return context.session.transaction((tx) =>
    prioritySchemeRecords.update(tx, author, id, expectedVersion, (scheme) => ({
      ...(matrix == null ? {} : { matrix: matrixOf(matrix) }),
      ...checkThresholds({
        manyCustomers: manyCustomers ?? scheme.manyCustomers,
        weightySegments: weightySegments ?? scheme.weightySegments,
        weightyUptime: weightyUptime === undefined ? scheme.weightyUptime : weightyUptime,
      }),
    })),
  );
}
