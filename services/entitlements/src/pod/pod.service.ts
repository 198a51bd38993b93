import {
  authorize,
  authorOf,
  cellOr,
  checkDecimal,
  checkText,
  column,
  createOnce,
  importRows,
  storeRecords,
  type ImportInput,
  type ImportReport,
  type RequestContext,
} from '@plimsoll/shared';
import { z } from 'zod';
import { checkSeats, parseSeats, type SeatAllowance } from './pod.rules.js';
import { podRecords, type PodRecord } from './pod.store.js';
import type { CreatePodInput, UpdatePodInput } from './pod.types.js';

const importColumns = z.object({
  external_id: column.required.text,
  name: column.required.text,
  region: column.required.text,
  seats: column.required.parsed(parseSeats),
  warning_percent: column.decimal,
  verticals: column.list,
});
type PodRow = z.infer<typeof importColumns>;

/** Creates a pod. Roles: admin, manager, operator. */
export async function createPod(context: RequestContext, input: CreatePodInput): Promise<PodRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, podRecords, {
    prefix: 'pod',
    mutation: 'createPod',
    input,
    values: () => ({
      name: checkText(input.name, 'name'),
      region: checkText(input.region, 'region'),
      seats: seatsOf(input.seats),
      warningPercent: checkPercent(input.warningPercent, 'warningPercent') ?? null,
      verticals: input.verticals,
      drainingSince: null,
      drainReason: null,
    }),
  });
}

/** Changes a pod; whoever is on it stays, also beyond fewer seats. Roles: admin, manager, operator. */
export async function updatePod(context: RequestContext, input: UpdatePodInput): Promise<PodRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    podRecords.update(tx, authorOf(context), input.id, input.expectedVersion, () => ({
      ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
      ...(input.region == null ? {} : { region: checkText(input.region, 'region') }),
      ...(input.seats == null ? {} : { seats: seatsOf(input.seats) }),
      warningPercent: checkPercent(input.warningPercent, 'warningPercent'),
      ...(input.verticals == null ? {} : { verticals: input.verticals }),
    })),
  );
}

/** Imports rows of `pods.csv`. */
export function importPods(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<PodRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) =>
      storeRecords<PodRow, PodRecord>(tx, source, rows, {
        records: podRecords,
        prefix: 'pod',
        author: authorOf(context),
        externalId: (row) => row.external_id,
        toRecord: ({ name, region, seats, warning_percent, verticals }, existing) => ({
          name,
          region,
          seats,
          warningPercent: checkPercent(warning_percent, 'warning_percent'),
          verticals: cellOr(verticals, [], existing),
          drainingSince: undefined,
          drainReason: undefined,
        }),
      }),
  });
}

function seatsOf(seats: CreatePodInput['seats']): SeatAllowance[] {
  return checkSeats(seats.map((one) => ({ kind: one.kind ?? null, seats: one.seats })));
}

function checkPercent(percent: string | null | undefined, field: string): string | null | undefined {
  return percent == null ? percent : checkDecimal(percent, field, '0', '100');
}
