import { newId } from '@plimsoll/shared';
import { effectiveBranding } from '../branding/index.js';
import { subscriptionRecords } from '../subscription/index.js';
import {
  findMembers,
  findTenantsOf,
  specOfTenant,
  type TenantCall,
  type TenantRecord,
  type TenantSpec,
} from '../tenant/index.js';
import { lineOf, resultOf, type SagaStep, type StepContext } from './saga-step.js';
import { reservedPod } from './seat.steps.js';

const CREATE_TENANT: SagaStep = {
  where: 'OUTSIDE',
  async call(context) {
    const { tx } = context;
    const { subscriptionId, kind } = lineOf(context);
    const subscription = await subscriptionRecords.require(tx, subscriptionId, ['subscriptionId']);
    const { customerId, productId, planId, quantity } = subscription;
    const spec: TenantSpec = {
      tenantId: newId('tnt'),
      customerId,
      subscriptionId,
      productId,
      planId,
      kind,
      podId: reservedPod(context),
      quantity,
      branding: null,
      members: [],
    };
    return { operation: 'CREATE', spec };
  },
  // Also where it is unknown whether it was created: deleting what is not there is no error.
  undo: async ({ step }) => {
    const call = callOf(step.result);
    return call && { operation: 'DELETE', spec: call.spec };
  },
};

const APPLY_BRANDING: SagaStep = {
  where: 'OUTSIDE',
  async call(context) {
    const { tx, request } = context;
    const branding = lineOf(context).branding ?? (await effectiveBranding(tx, request.customerId));
    return { operation: 'APPLY_BRANDING', spec: { ...created(context), branding } };
  },
};

const ACTIVATE_CONTACTS: SagaStep = {
  where: 'OUTSIDE',
  async call(context) {
    const { tx, request } = context;
    const branded = callOf(resultOf(context, 'APPLY_BRANDING'))?.spec ?? created(context);
    return {
      operation: 'ACTIVATE_CONTACTS',
      spec: { ...branded, members: await findMembers(tx, request.customerId) },
    };
  },
};

/** The units of a tenant follow its subscription from the day of the change on; a later day is left to the clock. */
const RESIZE_TENANT: SagaStep = {
  where: 'OUTSIDE',
  async call(context) {
    const { tx, now } = context;
    const { subscriptionId, payload } = lineOf(context);
    const { quantity, on } = payload;
    const tenant = (await findTenantsOf(tx, [subscriptionId])).get(subscriptionId);
    if (!tenant || typeof quantity !== 'number' || quantity === tenant.quantity) return null;
    // The day may have begun where the customer is: fourteen hours ahead of UTC at most.
    const latest = new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10);
    if (typeof on === 'string' && on > latest) return null;
    const spec = await specOf(context, tenant);
    return { operation: 'RESIZE', spec: { ...spec, quantity }, before: spec };
  },
  undo: undoToBefore,
};

const MOVE_TENANT: SagaStep = {
  where: 'OUTSIDE',
  async call(context) {
    const { tx } = context;
    const { subscriptionId } = lineOf(context);
    const tenant = (await findTenantsOf(tx, [subscriptionId])).get(subscriptionId);
    const podId = reservedPod(context);
    if (!tenant || tenant.podId === podId) return null;
    const spec = await specOf(context, tenant);
    return { operation: 'MOVE', spec: { ...spec, podId }, before: spec };
  },
  undo: undoToBefore,
};

/** The steps whose effect is at a provisioner. */
export const tenantSteps: Record<
  'CREATE_TENANT' | 'APPLY_BRANDING' | 'ACTIVATE_CONTACTS' | 'RESIZE_TENANT' | 'MOVE_TENANT',
  SagaStep
> = {
  CREATE_TENANT,
  APPLY_BRANDING,
  ACTIVATE_CONTACTS,
  RESIZE_TENANT,
  MOVE_TENANT,
};

/** What a step asked its provisioner for, as it recorded it. */
export function callOf(result: Record<string, unknown>): TenantCall | null {
  return (result['call'] as TenantCall | undefined) ?? null;
}

/** The tenant as it was asked for by the line. */
function created(context: StepContext): TenantSpec {
  const call = callOf(resultOf(context, 'CREATE_TENANT'));
  if (!call) throw new Error(`line ${context.step.line} has no tenant yet`);
  return call.spec;
}

async function undoToBefore({ step }: StepContext): Promise<TenantCall | null> {
  const call = callOf(step.result);
  return call?.before ? { operation: call.operation, spec: call.before } : null;
}

async function specOf({ tx }: StepContext, tenant: TenantRecord): Promise<TenantSpec> {
  const subscription = await subscriptionRecords.require(tx, tenant.subscriptionId, ['subscriptionId']);
  return specOfTenant(tenant, subscription);
}
