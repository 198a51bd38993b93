import { sendSigned, WebhookUnanswered, type WebhookEndpoint } from '@plimsoll/shared';
import { z } from 'zod';
import type { TenantCall } from '../tenant/index.js';
import { keep, type TenantKeeping } from './embedded-provisioner.js';
import { ProvisionerRefused, ProvisionerUnavailable } from './provisioner.errors.js';
import { provisionerOf, type Provisioner } from './provisioner.js';

const TYPES: Record<TenantCall['operation'], string> = {
  CREATE: 'tenant.create',
  APPLY_BRANDING: 'tenant.apply_branding',
  ACTIVATE_CONTACTS: 'tenant.activate_contacts',
  RESIZE: 'tenant.resize',
  MOVE: 'tenant.move',
  SUSPEND: 'tenant.suspend',
  RESUME: 'tenant.resume',
  DELETE: 'tenant.delete',
};

const done = z.object({
  status: z.enum(['DONE', 'PENDING']),
  reference: z.string().min(1).max(200).nullish(),
});
const refused = z.object({ reason: z.string().min(1).max(500) });

/** Answers by which an endpoint says that asking again may help. */
const TRY_AGAIN = new Set([408, 425, 429]);

/**
 * A provisioner behind an endpoint of the company's own: each operation is a POST signed by the Standard Webhooks
 * scheme, its key the `webhook-id`. What the endpoint says is done is also kept as a record here.
 */
export function webhookProvisioner(endpoint: WebhookEndpoint, keeping: TenantKeeping): Provisioner {
  return provisionerOf('webhook', async (call, key) => {
    const body = JSON.stringify({ type: TYPES[call.operation], data: call.spec });
    const { status, text } = await sendSigned(endpoint, key, body).catch((error: unknown) => {
      if (!(error instanceof WebhookUnanswered)) throw error;
      throw new ProvisionerUnavailable(`The provisioner ${error.message}.`, { cause: error });
    });
    return keep(keeping, 'webhook', call, key, referenceIn(status, text));
  });
}

/** What an answer says. Throws `ProvisionerRefused`, `ProvisionerUnavailable`. */
function referenceIn(status: number, text: string): string | null {
  if (status >= 400 && status < 500 && !TRY_AGAIN.has(status)) {
    const why = refused.safeParse(jsonOf(text));
    throw new ProvisionerRefused(
      why.success ? why.data.reason : `The provisioner refused it with status ${status}.`,
    );
  }
  if (status < 200 || status >= 300) {
    throw new ProvisionerUnavailable(`The provisioner answered with status ${status}.`);
  }
  const answer = done.safeParse(jsonOf(text));
  if (!answer.success) {
    throw new ProvisionerUnavailable(
      'The provisioner answered something else than {"status": "DONE" | "PENDING", "reference"?: text}.',
    );
  }
  if (answer.data.status === 'PENDING') {
    throw new ProvisionerUnavailable('The provisioner is still at work on it.');
  }
  return answer.data.reference ?? null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
