import type { JobDependencies, JobSet, Session } from '@plimsoll/shared';
import { noteOccupancy } from '../pod-capacity/index.js';
import { askFor, type ProvisionerOf } from '../provisioner/index.js';
import { wakeWaiting } from '../provisioning-run/index.js';
import { subscriptionRecords } from '../subscription/index.js';
import { specOfTenant, tenantRecords, type TenantCall } from '../tenant/index.js';
import { findTenantsDue, type TenantDue } from './tenant-life.store.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const PLATFORM = { actorId: null };
const JOB = 'keep_tenants';
/** Every ten minutes: days begin at different hours around the world. */
const EVERY_TEN_MINUTES = '*/10 * * * *';
const AT_ONCE = 500;
/** How long data outlasts a subscription where no termination says otherwise. */
const RETENTION_DAYS = 30;

/** The job that lets tenants follow their subscriptions: suspended, resumed, resized, opened to contacts, and at last deleted. */
export function tenantLifeJobs(dependencies: JobDependencies & { provisionerOf: ProvisionerOf }): JobSet {
  const { database, logger, clock, provisionerOf } = dependencies;

  async function follow(due: TenantDue): Promise<void> {
    const asked = await database.transaction(SYSTEM, (tx) => callFor(tx, due));
    if (!asked) return;
    const { call, key } = asked;
    await askFor(provisionerOf(call.spec.productId), call, key);
    if (due.operation === 'RESIZE' || due.operation === 'ACTIVATE_CONTACTS') return;
    await database.transaction(SYSTEM, async (tx) => {
      await noteOccupancy(tx, PLATFORM, call.spec.podId, clock());
      if (due.operation !== 'RESUME') await wakeWaiting(tx, call.spec.podId);
    });
  }

  async function keepTenants(): Promise<void> {
    const all = await database.transaction(SYSTEM, (tx) =>
      findTenantsDue(tx, clock(), RETENTION_DAYS, AT_ONCE),
    );
    for (const due of all) {
      try {
        await follow(due);
      } catch (error) {
        // It is still due the next time, and is asked for under the same key then; the others do not wait for it.
        logger.warn({ err: error, ...due }, 'a tenant could not follow its subscription');
      }
    }
  }

  return { handlers: { [JOB]: keepTenants }, crons: [{ name: JOB, match: EVERY_TEN_MINUTES }] };
}

/** What to ask for, under a key that stays the same until it is done: the tenant's version is part of it. */
async function callFor(
  tx: Session,
  { tenantId, subscriptionId, operation, quantity, members }: TenantDue,
): Promise<{ call: TenantCall; key: string } | null> {
  const tenant = (await tenantRecords.findByIds(tx, [tenantId])).get(tenantId);
  const subscription = (await subscriptionRecords.findByIds(tx, [subscriptionId])).get(subscriptionId);
  if (!tenant || !subscription) return null;
  const spec = { ...specOfTenant(tenant, subscription), quantity, members };
  return {
    call: { operation, spec },
    key: `${tenantId}_v${tenant.version}_${operation.toLowerCase()}`,
  };
}
