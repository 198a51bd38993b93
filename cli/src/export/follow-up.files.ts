import { fieldsOf, listed, REFERENCE, rowOf, textOf, type ExportFile } from './export-file.js';

const OWN = 'id externalId source';

/** Files of what account managers follow after the sale. */
export const FOLLOW_UP_FILES: readonly ExportFile[] = [
  {
    noun: 'opportunities',
    list: 'opportunities',
    selection: `${OWN} kind title origin originId note stage recordedAt expectedOn closedAt closingReason
      monthlyValue { amount currency } customer ${REFERENCE} owner ${REFERENCE} subscription ${REFERENCE}`,
    rows: (opportunity, reference) => [
      rowOf({
        external_id: reference(opportunity),
        customer: reference(opportunity['customer']),
        kind: opportunity['kind'],
        title: opportunity['title'],
        origin: opportunity['origin'],
        origin_id: opportunity['originId'],
        note: opportunity['note'],
        amount: fieldsOf(opportunity['monthlyValue'])['amount'],
        currency: fieldsOf(opportunity['monthlyValue'])['currency'],
        stage: opportunity['stage'],
        owner: reference(opportunity['owner']),
        recorded_at: opportunity['recordedAt'],
        expected_on: opportunity['expectedOn'],
        closed_at: opportunity['closedAt'],
        closing_reason: opportunity['closingReason'],
        subscription: reference(opportunity['subscription']),
      }),
    ],
  },
  {
    noun: 'deployments',
    list: 'deployments',
    selection: `${OWN} name status startedOn targetOn liveOn closingReason monthlyValue { amount currency }
      milestones { name dueOn completedOn } customer ${REFERENCE} owner ${REFERENCE} subscription ${REFERENCE}`,
    rows: (deployment, reference) => [
      rowOf({
        external_id: reference(deployment),
        customer: reference(deployment['customer']),
        name: deployment['name'],
        started_on: deployment['startedOn'],
        target_on: deployment['targetOn'],
        status: deployment['status'],
        live_on: deployment['liveOn'],
        owner: reference(deployment['owner']),
        amount: fieldsOf(deployment['monthlyValue'])['amount'],
        currency: fieldsOf(deployment['monthlyValue'])['currency'],
        subscription: reference(deployment['subscription']),
        milestones: listed(deployment['milestones']).map(
          ({ name, dueOn, completedOn }) =>
            `${String(name)}=${[dueOn, completedOn]
              .filter((day) => day !== null)
              .map(textOf)
              .join('/')}`,
        ),
        closing_reason: deployment['closingReason'],
      }),
    ],
  },
  {
    noun: 'customer_reviews',
    list: 'customerReviews',
    selection: `${OWN} scheduledAt every status closedAt summary customer ${REFERENCE} owner ${REFERENCE}`,
    rows: (review, reference) => [
      rowOf({
        external_id: reference(review),
        customer: reference(review['customer']),
        scheduled_at: review['scheduledAt'],
        every: review['every'],
        status: review['status'],
        closed_at: review['closedAt'],
        summary: review['summary'],
        owner: reference(review['owner']),
      }),
    ],
  },
];
