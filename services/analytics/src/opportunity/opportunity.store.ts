import type { Session } from '@plimsoll/shared';
import { Copies } from '../copy/index.js';

/** Copies of opportunities; the status is the stage they have reached. */
export const opportunityCopies = new Copies('opportunity', {
  customer_id: 'text',
  kind: 'text',
  status: 'text',
  origin: 'text',
  created_at: 'timestamptz',
  closed_at: 'timestamptz',
  amount: 'numeric',
  currency: 'text',
});

/** Forgets every opportunity. */
export async function clearOpportunities(tx: Session): Promise<void> {
  await tx.query('delete from opportunity');
}
