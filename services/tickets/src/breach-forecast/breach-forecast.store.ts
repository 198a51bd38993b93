import type { ListDefinition } from '@plimsoll/shared';
import { clockColumns, type SlaClockRecord } from '../sla-clock/index.js';
import type { BreachForecastFilter, BreachForecastOrderField } from './breach-forecast.types.js';

/** An open clock that comes due. */
export type ForecastClock = SlaClockRecord & { dueAt: Date };

/** Which forecast breaches: those in [from, to]. */
export type BreachForecastListFilter = BreachForecastFilter & { from: Date; to: Date };

/** How forecast breaches are listed: for staff. */
export const breachForecastList: ListDefinition<
  BreachForecastListFilter,
  keyof typeof BreachForecastOrderField
> = {
  columns: clockColumns,
  from: 'sla_clock c join ticket t on t.id = c.ticket_id',
  id: `(c.ticket_id || '/' || c.target)`,
  orders: { DUE_AT: { sql: 'c.due_at', type: 'timestamptz' } },
  defaultOrder: { field: 'DUE_AT', direction: 'ASC' },
  where: (filter, parameters) => {
    const conditions = [
      'c.stopped_at is null',
      `c.due_at between ${parameters.add(filter.from)} and ${parameters.add(filter.to)}`,
      '(select viewer_sees_all())',
    ];
    const equal = {
      't.team_id': filter.teamId,
      't.queue_id': filter.queueId,
      't.assignee_id': filter.assigneeId,
      't.customer_id': filter.customerId,
      't.priority': filter.priority,
      'c.target': filter.target,
    };
    for (const [column, value] of Object.entries(equal)) {
      if (value != null) conditions.push(`${column} = ${parameters.add(value)}`);
    }
    return conditions;
  },
};
