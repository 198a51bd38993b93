import {
  authorOf,
  cellOr,
  column,
  importRows,
  referencesTo,
  resolveReferences,
  storeRecords,
  type ImportInput,
  type ImportReport,
  type RequestContext,
} from '@plimsoll/shared';
import { z } from 'zod';
import { changeRecords, newChange, type ChangeRecord } from '../change/index.js';
import { importedStatus } from './change-step.rules.js';

const importColumns = z.object({
  external_id: column.required.text,
  title: column.required.text,
  kind: column.oneOf('STANDARD', 'NORMAL', 'EMERGENCY'),
  status: column.oneOf(
    'DRAFT',
    'ASSESSED',
    'IN_REVIEW',
    'APPROVED',
    'SCHEDULED',
    'IN_PROGRESS',
    'COMPLETED',
    'CANCELLED',
  ),
  assets: column.list,
  from: column.instant,
  to: column.instant,
  notice_given_at: column.instant,
  expected_state: column.oneOf('UP', 'AT_RISK', 'DEGRADED', 'DOWN'),
  started_at: column.instant,
  ended_at: column.instant,
  outcome: column.oneOf('SUCCEEDED', 'SUCCEEDED_WITH_ISSUES', 'FAILED', 'ROLLED_BACK'),
  requested_by: column.text,
});
type ChangeRow = z.infer<typeof importColumns>;

/**
 * Imports rows of `changes.csv`. Without a status a change is as far as its instants and outcome say; without an
 * expected state `DOWN` is assumed.
 */
export function importChanges(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<ChangeRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: async (tx, source, given) => {
      const { rows, references, rejects } = await resolveReferences(tx, source, given, {
        assets: { find: referencesTo('asset', 'current_asset(id)'), of: (row) => row.assets ?? [] },
        requested_by: { find: referencesTo('person'), of: (row) => [row.requested_by] },
      });
      const assetId = (key: string): string => references['assets']!.get(key)!;
      const stored = await storeRecords<ChangeRow, ChangeRecord>(tx, source, rows, {
        records: changeRecords,
        prefix: 'chg',
        author: authorOf(context),
        externalId: (row) => row.external_id,
        toRecord: (row, existing) => {
          const outcome = row.outcome ?? null;
          const startedAt = row.started_at ?? null;
          const derived = importedStatus({ outcome, startedAt, endedAt: row.ended_at ?? null });
          const status = cellOr(row.status, derived, existing);
          const began = (status ?? existing?.status) === 'IN_PROGRESS' ? (startedAt ?? row.from) : startedAt;
          const { title } = row;
          return {
            ...(existing ?? newChange({ title, kind: 'NORMAL', assetIds: [], expectedState: 'DOWN' })),
            title,
            kind: cellOr(row.kind, 'NORMAL', existing),
            status,
            outcome: row.outcome,
            assetIds: row.assets === undefined && existing ? undefined : (row.assets ?? []).map(assetId),
            windowFrom: row.from,
            windowTo: row.to,
            expectedState: cellOr(row.expected_state, 'DOWN', existing),
            noticeGivenAt: row.notice_given_at,
            startedAt: row.started_at === undefined && existing ? undefined : began,
            endedAt: row.ended_at,
            requestedBy:
              row.requested_by == null ? row.requested_by : references['requested_by']!.get(row.requested_by),
            // As far as the other system says that it is: what was submitted here is no longer asked about.
            submittedVersion: existing && status && status !== existing.status ? null : undefined,
          };
        },
      });
      return { ...stored, rejects: [...rejects, ...stored.rejects] };
    },
  });
}
