import { Records, type ListArguments, type ListDefinition } from '@plimsoll/shared';
import { PodEntity } from './pod.entity.js';
import type { PodFilter, PodOrderField } from './pod.types.js';

/** A pod as the rest of the service knows it. */
export type PodRecord = PodEntity;

/** What may be asked of the list of pods. */
export type PodListArguments = ListArguments<PodFilter, keyof typeof PodOrderField>;

/** Pods, with their history and events. */
export const podRecords = new Records<PodRecord>({
  entity: PodEntity,
  noun: 'pod',
  eventNoun: 'pod',
  eventData: ({ name, region }) => ({ name, region }),
});

/** How pods are listed. */
export const podList: ListDefinition<PodFilter, keyof typeof PodOrderField> = {
  columns: `p.id, p.version, p.external_id as "externalId", p.source, p.name, p.region, p.seats,
    p.warning_percent as "warningPercent", p.verticals, p.draining_since as "drainingSince",
    p.drain_reason as "drainReason"`,
  from: 'pod p',
  id: 'p.id',
  orders: { NAME: { sql: 'p.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.search ? [`p.name ilike ${parameters.addContaining(filter.search)}`] : []),
    ...(filter.region ? [`p.region = ${parameters.add(filter.region)}`] : []),
  ],
};
