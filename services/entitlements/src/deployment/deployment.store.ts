import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { DeploymentEntity } from './deployment.entity.js';
import type { DeploymentFilter, DeploymentOrderField } from './deployment.types.js';

/** A deployment as the rest of the service knows it. */
export type DeploymentRecord = DeploymentEntity;

/** What may be asked of the list of deployments; `now` decides what is late. */
export type DeploymentListArguments = ListArguments<ListFilter, keyof typeof DeploymentOrderField>;
type ListFilter = DeploymentFilter & { now: Date };

/** The index that keeps a customer from being onboarded twice at a time. */
export const ONCE_INDEX = 'deployment_once';

/** Deployments, with their history and events. */
export const deploymentRecords = new Records<DeploymentRecord>({
  entity: DeploymentEntity,
  noun: 'deployment',
  eventNoun: 'deployment',
  eventData: (one) => ({
    customerId: one.customerId,
    subscriptionId: one.subscriptionId,
    ownerId: one.ownerId,
    status: one.status,
    amount: one.amount,
    currency: one.currency,
    startedOn: one.startedOn,
    targetOn: one.targetOn,
    liveOn: one.liveOn,
    milestones: one.milestones.map(({ name, dueOn, completedOn }) => ({ name, dueOn, completedOn })),
  }),
});

/** How deployments are listed. */
export const deploymentList: ListDefinition<ListFilter, keyof typeof DeploymentOrderField> = {
  columns: `d.id, d.version, d.external_id as "externalId", d.source, d.customer_id as "customerId",
    d.subscription_id as "subscriptionId", d.name, d.owner_id as "ownerId", d.status, d.amount, d.currency,
    d.started_on as "startedOn", d.target_on as "targetOn", d.live_on as "liveOn",
    d.closing_reason as "closingReason", d.milestones`,
  from: 'deployment d',
  id: 'd.id',
  orders: {
    STARTED_ON: { sql: 'd.started_on', type: 'date' },
    TARGET_ON: { sql: 'd.target_on', type: 'date' },
  },
  defaultOrder: { field: 'STARTED_ON', direction: 'DESC' },
  where: (filter, parameters) => {
    const equal = {
      'd.customer_id': filter.customerId,
      'd.owner_id': filter.ownerId,
      'd.status': filter.status,
    };
    const conditions = Object.entries(equal)
      .filter(([, value]) => value != null)
      .map(([column, value]) => `${column} = ${parameters.add(value)}`);
    if (filter.late != null) {
      const today = parameters.add(filter.now.toISOString().slice(0, 10));
      conditions.push(`(d.status = 'IN_PROGRESS' and d.target_on < ${today}::date) = ${filter.late}`);
    }
    return conditions;
  },
  parents: { customer: 'd.customer_id', owner: 'd.owner_id' },
};

/**
 * Whether a customer has never been onboarded and has no paid subscription but these. Keeps others from deciding the
 * same of this customer until the transaction ends.
 */
export async function isNewCustomer(
  tx: Session,
  customerId: string,
  subscriptionIds: readonly string[],
): Promise<boolean> {
  await tx.query('select from customer where id = $1 for no key update', [customerId]);
  const [found] = await tx.query(
    `select from deployment where customer_id = $1
     union all
     select from subscription where customer_id = $1 and kind = 'STANDARD' and monthly_price > 0
        and terms <> '[]' and id <> all($2::text[])
     limit 1`,
    [customerId, [...subscriptionIds]],
  );
  return found === undefined;
}
