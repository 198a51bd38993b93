import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { EnvironmentEntity } from './environment.entity.js';
import type { EnvironmentFilter, EnvironmentOrderField } from './environment.types.js';

/** An environment as the rest of the service knows it. */
export type EnvironmentRecord = EnvironmentEntity;

/** What may be asked of the list of environments. */
export type EnvironmentListArguments = ListArguments<EnvironmentFilter, keyof typeof EnvironmentOrderField>;

/** Environments, with their history and events. */
export const environmentRecords = new Records<EnvironmentRecord>({
  entity: EnvironmentEntity,
  noun: 'environment',
  eventNoun: 'environment',
  eventData: ({ name, position, production, regions }) => ({ name, position, production, regions }),
});

/** How environments are listed. */
export const environmentList: ListDefinition<EnvironmentFilter, keyof typeof EnvironmentOrderField> = {
  columns: `e.id, e.version, e.external_id as "externalId", e.source, e.name, e.description, e.position, e.production,
    e.regions`,
  from: 'environment e',
  id: 'e.id',
  orders: { POSITION: { sql: 'e.position', type: 'integer' }, NAME: { sql: 'e.name', type: 'text' } },
  defaultOrder: { field: 'POSITION', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.search ? [`e.name ilike ${parameters.addContaining(filter.search)}`] : []),
    ...(filter.production == null ? [] : [`e.production = ${parameters.add(filter.production)}`]),
    ...(filter.region ? [`${parameters.add(filter.region)} = any(e.regions)`] : []),
  ],
};

/**
 * Lets those who take one name, in any case, wait for each other until the transaction ends; the id of the environment
 * that has it, or null.
 */
export async function holdEnvironmentName(tx: Session, name: string): Promise<string | null> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('environment:' || lower($1), 0))`, [name]);
  const [row] = await tx.query<{ id: string }>(
    'select e.id from environment e where lower(e.name) = lower($1)',
    [name],
  );
  return row?.id ?? null;
}
