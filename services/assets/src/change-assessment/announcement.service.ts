import { authorize, authorOf, DomainError, emit, invalid, type RequestContext } from '@plimsoll/shared';
import { changeRecords, type ChangeRecord } from '../change/index.js';
import { affectedCustomers } from '../change-outage/index.js';
import { noticeNeededBy } from './change-assessment.rules.js';
import { requestAssessment } from './change-assessment.service.js';
import { assessmentsOf } from './change-assessment.store.js';
import type { AnnounceChangeInput } from './change-assessment.types.js';

/** An announcement as recorded. */
interface Announcement {
  change: ChangeRecord;
  affectedCustomerCount: number;
  noticeNeededBy: Date | null;
  inTime: boolean | null;
}

const ANNOUNCEABLE: readonly ChangeRecord['status'][] = ['APPROVED', 'SCHEDULED'];

/**
 * Records that customers were told of a change, with whom it concerns; the assessment is asked for again, since notice
 * changes what counts. What was announced already is announced anew. Roles: admin, manager, operator.
 *
 * @throws DomainError `NOT_FOUND`, `CONFLICT`, `INVALID_STATUS` where it is not agreed on or has begun, `INVALID` for
 *   an instant in the future or after the window began
 */
export function announceChange(context: RequestContext, input: AnnounceChangeInput): Promise<Announcement> {
  authorize(context, 'admin', 'manager', 'operator');
  const at = input.at ?? context.now;
  return context.session.transaction(async (tx) => {
    const change = await changeRecords.update(
      tx,
      authorOf(context),
      input.id,
      input.expectedVersion,
      (current) => {
        checkAnnouncement(current, at, context.now);
        return { noticeGivenAt: at };
      },
    );
    const [affectedCustomerIds = []] = await affectedCustomers(tx, [change], context.now);
    const assessment = (await assessmentsOf(tx, [change.id])).get(change.id) ?? null;
    const neededBy = noticeNeededBy(change, assessment);
    const inTime = neededBy && at <= neededBy;
    const event = changeRecords.event(change, 'announced');
    await emit(tx, [
      {
        ...event,
        data: { ...event.data, affectedCustomerIds, noticeNeededBy: neededBy?.toISOString() ?? null },
      },
    ]);
    await requestAssessment(tx, change, context.now);
    return {
      change,
      affectedCustomerCount: affectedCustomerIds.length,
      noticeNeededBy: neededBy,
      inTime,
    };
  });
}

function checkAnnouncement({ status, windowFrom }: ChangeRecord, at: Date, now: Date): void {
  if (!ANNOUNCEABLE.includes(status)) {
    throw new DomainError(
      'INVALID_STATUS',
      `A change is announced while it is APPROVED or SCHEDULED; this one is ${status}.`,
      ['id'],
    );
  }
  if (at > now) throw invalid('`at` lies in the future.', ['at']);
  if (windowFrom && at > windowFrom) {
    throw invalid("`at` is later than the window's start: what has begun cannot be announced.", ['at']);
  }
}
