import { newId, type BusEvent, type Projection, type Session } from '@plimsoll/shared';
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { customerRecords, dayIn } from '../customer/index.js';
import { findTemplates, STANDARD_TEMPLATE } from '../deployment-template/index.js';
import { milestonesFrom } from './deployment.rules.js';
import { deploymentRecords, isNewCustomer, type DeploymentRecord } from './deployment.store.js';

const fulfilled = z.object({
  customerId: z.string(),
  lines: z.array(
    z.object({
      action: z.string(),
      kind: z.string(),
      subscriptionId: z.string(),
      monthlyPrice: z.string(),
      currency: z.string(),
    }),
  ),
});

/** Begins the onboarding of a new customer when its first paid order is fulfilled, once. */
export function deploymentProjection(producer: string): Projection {
  return { producer, handlers: { 'plimsoll.order.fulfilled.v1': beginDeployments } };
}

async function beginDeployments(tx: Session, events: BusEvent[]): Promise<void> {
  for (const { data, time } of events) {
    const { customerId, lines } = fulfilled.parse(data);
    const paid = lines.filter(
      ({ action, kind, monthlyPrice }) =>
        action === 'NEW' && kind === 'STANDARD' && new Decimal(monthlyPrice).gt(0),
    );
    const subscriptionIds = paid.map(({ subscriptionId }) => subscriptionId);
    if (paid.length > 0 && (await isNewCustomer(tx, customerId, subscriptionIds))) {
      await begin(tx, customerId, paid, new Date(time));
    }
  }
}

async function begin(
  tx: Session,
  customerId: string,
  paid: z.infer<typeof fulfilled>['lines'],
  at: Date,
): Promise<void> {
  const customer = (await customerRecords.findByIds(tx, [customerId])).get(customerId);
  const templates = await findTemplates(tx);
  const template = templates.find(({ name }) => name === STANDARD_TEMPLATE) ?? templates[0];
  if (!customer || !template) return;
  const startedOn = dayIn(customer.timeZone, at);
  const milestones = milestonesFrom(template.milestones, startedOn);
  const [first] = paid;
  const oneCurrency = paid.every(({ currency }) => currency === first?.currency);
  const value = paid.reduce((sum, { monthlyPrice }) => sum.plus(monthlyPrice), new Decimal(0));
  const deployment: DeploymentRecord = {
    id: newId('dpl'),
    version: 1,
    externalId: null,
    source: null,
    customerId,
    subscriptionId: first?.subscriptionId ?? null,
    name: template.name,
    ownerId: customer.accountManagerId,
    status: 'IN_PROGRESS',
    amount: oneCurrency ? value.toFixed() : null,
    currency: oneCurrency ? (first?.currency ?? null) : null,
    startedOn,
    targetOn: milestones.at(-1)?.dueOn ?? startedOn,
    liveOn: null,
    closingReason: null,
    milestones,
  };
  await deploymentRecords.create(tx, { actorId: null }, [deployment]);
}
