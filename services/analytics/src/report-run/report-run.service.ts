import {
  authorize,
  DomainError,
  enqueue,
  idempotently,
  notFound,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { findDelivery, settleDelivery, type ReportDeliveryRecord } from './report-run.store.js';
import type { ResendReportInput } from './report-run.types.js';

/** The job that sends one report to one receiver. */
export const DELIVER_JOB = 'deliver_report';

/** Has a report sent to one receiver, in the caller's transaction; asking again before it begins changes nothing. */
export function enqueueDelivery(tx: Session, id: string, runAt?: Date): Promise<string> {
  return enqueue(
    tx,
    DELIVER_JOB,
    { deliveryId: id },
    { jobKey: `report:${id}`, ...(runAt ? { runAt } : {}) },
  );
}

/**
 * Sends a report again to a receiver who did not get it, or of whom that is not known, once for its idempotency key.
 * Roles: admin, manager, executive.
 *
 * @throws DomainError `NOT_FOUND`, `NOT_RESENDABLE` for one that is on its way or has arrived
 */
export async function resendReport(
  context: RequestContext,
  input: ResendReportInput,
): Promise<ReportDeliveryRecord> {
  authorize(context, 'admin', 'manager', 'executive');
  const { principal, session, now } = context;
  return session.transaction(async (tx) => {
    const { id } = await idempotently(
      tx,
      { principal, mutation: 'resendReport', key: input.idempotencyKey, body: input },
      async () => {
        await tx.query('select id from report_delivery where id = $1 for update', [input.deliveryId]);
        const delivery = await findDelivery(tx, input.deliveryId);
        if (!delivery) throw notFound('report delivery', input.deliveryId, ['deliveryId']);
        if (delivery.status !== 'FAILED' && delivery.status !== 'UNKNOWN') {
          throw new DomainError('NOT_RESENDABLE', `The sending is ${delivery.status}.`, ['deliveryId']);
        }
        await settleDelivery(tx, delivery.id, 'PENDING', delivery.lastError, now);
        await enqueueDelivery(tx, delivery.id);
        return { id: delivery.id };
      },
    );
    const delivery = await findDelivery(tx, id);
    if (!delivery) throw notFound('report delivery', id, ['deliveryId']);
    return delivery;
  });
}
