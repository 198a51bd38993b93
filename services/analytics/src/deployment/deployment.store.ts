import type { Session } from '@plimsoll/shared';
import { Copies } from '../copy/index.js';

/** Copies of deployments. */
export const deploymentCopies = new Copies('deployment', {
  customer_id: 'text',
  subscription_id: 'text',
  status: 'text',
  started_on: 'date',
  live_on: 'date',
  value_amount: 'numeric',
  value_currency: 'text',
  milestones: 'jsonb',
});

/** Forgets every deployment. */
export async function clearDeployments(tx: Session): Promise<void> {
  await tx.query('delete from deployment');
}
