import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import type { DeployerName } from '../deployer-rule/index.js';
import { DeployerEventEntity } from './deployer-event.entity.js';
import type { DeployerEventFilter, DeployerEventOrderField } from './deployer-event.types.js';

/** A delivery of a deployer as the rest of the service knows it. */
export type DeployerEventRecord = DeployerEventEntity;

/** What may be asked of the list of deliveries. */
export type DeployerEventListArguments = ListArguments<
  DeployerEventFilter,
  keyof typeof DeployerEventOrderField
>;

/** Deliveries of deployers, with their history and events. */
export const deployerEventRecords = new Records<DeployerEventRecord>({
  entity: DeployerEventEntity,
  noun: 'deployer event',
  eventNoun: 'deployer_event',
  verbs: { created: 'received', updated: 'replayed' },
  untracked: ['facts'],
  eventData: ({ deployer, type, outcome, ruleId, releaseId, rolloutId, changeId }) => ({
    deployer,
    type,
    outcome,
    ruleId,
    releaseId,
    rolloutId,
    changeId,
  }),
});

const COLUMNS = `v.id, v.version, v.external_id as "externalId", v.source, v.deployer,
  v.delivery_id as "deliveryId", v.type, v.received_at as "receivedAt", v.facts, v.outcome, v.reason,
  v.rule_id as "ruleId", v.release_id as "releaseId", v.rollout_id as "rolloutId", v.change_id as "changeId"`;

/** How deliveries are listed. */
export const deployerEventList: ListDefinition<DeployerEventFilter, keyof typeof DeployerEventOrderField> = {
  columns: COLUMNS,
  from: 'deployer_event v',
  id: 'v.id',
  orders: { RECEIVED: { sql: 'v.received_at', type: 'timestamptz' } },
  defaultOrder: { field: 'RECEIVED', direction: 'DESC' },
  where: (filter, parameters) => [
    ...(filter.deployer ? [`v.deployer = ${parameters.add(filter.deployer)}`] : []),
    ...(filter.outcome ? [`v.outcome = ${parameters.add(filter.outcome)}`] : []),
    ...(filter.type ? [`v.type = ${parameters.add(filter.type)}`] : []),
    ...(filter.releaseId ? [`v.release_id = ${parameters.add(filter.releaseId)}`] : []),
    ...(filter.from ? [`v.received_at >= ${parameters.add(filter.from)}`] : []),
    ...(filter.to ? [`v.received_at < ${parameters.add(filter.to)}`] : []),
  ],
};

/** Lets deliveries of one deployer about one repository wait for each other until the transaction ends. */
export async function holdRepository(tx: Session, deployer: DeployerName, repository: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `deployer:${deployer}:${repository}`,
  ]);
}

/** Lets repetitions of one delivery wait for each other; the one on record, or null. */
export async function findDelivery(
  tx: Session,
  deployer: DeployerName,
  deliveryId: string,
): Promise<DeployerEventRecord | null> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `delivery:${deployer}:${deliveryId}`,
  ]);
  const [found] = await tx.query<DeployerEventRecord>(
    `select ${COLUMNS} from deployer_event v where v.deployer = $1 and v.delivery_id = $2`,
    [deployer, deliveryId],
  );
  return found ?? null;
}

/** The change that was made of a deployment, by the key that all deliveries about it have in common; or null. */
export async function findChangeOfDeployment(
  tx: Session,
  deployer: DeployerName,
  key: string,
): Promise<string | null> {
  const [found] = await tx.query<{ id: string }>(
    `select v.change_id as id from deployer_event v
      where v.deployer = $1 and v.facts ->> 'key' = $2 and v.change_id is not null limit 1`,
    [deployer, key],
  );
  return found?.id ?? null;
}
