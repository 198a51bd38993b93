import type { Aggregate, BaseMeasure, Measure, Sql, Unit } from './vocabulary.rules.js';

type Rest = Partial<Pick<BaseMeasure, 'value' | 'where' | 'internal'>> & { unit?: Unit };

const measures =
  (relation: string, time: string) =>
  (name: string, aggregate: Aggregate, description: string, rest: Rest = {}): Measure => ({
    kind: 'BASE',
    relation,
    time,
    name,
    aggregate,
    description,
    unit: rest.unit ?? 'COUNT',
    ...rest,
  });

const opened = measures('ticket', 'opened');
const resolved = measures('ticket', 'resolved');
const closed = measures('ticket', 'closed');
const open = measures('ticket', 'open');
const due = measures('clock', 'due');
const started = measures('incident', 'started');
const lasting = measures('incident', 'lasting');
const ended = measures('change', 'ended');
const raised = measures('escalation', 'raised');

const secondsBetween = (from: Sql, to: Sql): Rest => ({
  unit: 'SECONDS',
  value: `extract(epoch from ${to} - ${from})`,
  where: `${to} >= ${from}`,
});

/** Mean, median and 90th percentile of a length of time, each a measure of its own. */
function lengths(of: ReturnType<typeof measures>, name: string, description: string, rest: Rest): Measure[] {
  return [
    of(`${name}Mean`, 'MEAN', `Mean of ${description}`, rest),
    of(`${name}Median`, 'MEDIAN', `Median of ${description}`, rest),
    of(`${name}P90`, 'P90', `90th percentile (interpolated between neighbours) of ${description}`, rest),
  ];
}

function ratio(
  name: string,
  numerator: string,
  denominator: string,
  description: string,
  internal = false,
): Measure {
  return {
    kind: 'RATIO',
    name,
    numerator,
    denominator,
    description,
    unit: 'RATIO',
    ...(internal ? { internal } : {}),
  };
}

const MET = `lower(t.external_verdict) in ('met', 'true', 'yes')`;
const FINISHED = `h.outcome is not null and h.status <> 'CANCELLED'`;
const SUCCEEDED = `h.status <> 'CANCELLED' and h.outcome in ('SUCCEEDED', 'SUCCEEDED_WITH_ISSUES')`;

/** Figures of the support desk, of incidents and of changes. */
export const DESK_MEASURES: readonly Measure[] = [
  opened('ticketsOpened', 'COUNT', 'Tickets opened in the period, of any kind.'),
  opened('ticketCustomers', 'COUNT_DISTINCT', 'Customers that opened a ticket in the period.', {
    value: 't.customer_id',
  }),
  opened('ticketProducts', 'COUNT_DISTINCT', 'Products that a ticket of the period is about.', {
    value: 't.product_id',
  }),
  opened('ticketsReopened', 'COUNT', 'Tickets opened in the period that were reopened at least once since.', {
    where: 't.reopened_count > 0',
  }),
  opened('reopenings', 'SUM', 'How often tickets opened in the period were reopened since.', {
    value: 't.reopened_count',
  }),
  opened(
    'ticketsReassigned',
    'COUNT',
    'Tickets opened in the period that were handed on at least once since.',
    { where: 't.reassigned_count > 0' },
  ),
  opened('reassignments', 'SUM', 'How often tickets opened in the period were handed on since.', {
    value: 't.reassigned_count',
  }),
  ratio(
    'reopenRate',
    'ticketsReopened',
    'ticketsOpened',
    'Of the tickets opened in the period those reopened since.',
  ),
  opened(
    'ticketsWithExternalVerdict',
    'COUNT',
    'Tickets opened in the period of which the system they were imported from says whether they met its target.',
    { where: 't.external_verdict is not null' },
  ),
  opened(
    'externalVerdictsMet',
    'COUNT',
    'Tickets opened in the period that met the target of the system they were imported from, as that says (met, true or yes).',
    { where: MET },
  ),
  ratio(
    'externalAttainment',
    'externalVerdictsMet',
    'ticketsWithExternalVerdict',
    'Of the tickets opened in the period that have a verdict of the system they were imported from those that met its target.',
  ),
  ...lengths(
    opened,
    'firstResponseSeconds',
    'the time from opening to first response, of tickets opened in the period and answered since; wall-clock time, as are all figures of this family.',
    secondsBetween('t.opened_at', 't.first_responded_at'),
  ),
  resolved('ticketsResolved', 'COUNT', 'Tickets resolved in the period: their last resolution counts.'),
  resolved(
    'ticketsResolvedAtFirstContact',
    'COUNT',
    'Tickets resolved in the period that were never handed on and never reopened.',
    { where: 't.reassigned_count = 0 and t.reopened_count = 0' },
  ),
  ratio(
    'firstContactResolution',
    'ticketsResolvedAtFirstContact',
    'ticketsResolved',
    'Of the tickets resolved in the period those never handed on and never reopened.',
  ),
  ...lengths(
    resolved,
    'resolutionSeconds',
    'the time from opening to resolution, of tickets resolved in the period.',
    secondsBetween('t.opened_at', 't.resolved_at'),
  ),
  resolved('ticketsRated', 'COUNT', 'Tickets resolved in the period that their customer rated.', {
    where: 't.satisfaction is not null',
  }),
  resolved('satisfactionMean', 'MEAN', 'Mean rating of the tickets resolved in the period and rated.', {
    unit: 'NUMBER',
    value: 't.satisfaction',
  }),
  closed('ticketsClosed', 'COUNT', 'Tickets closed in the period: their last closing counts.'),
  ...lengths(
    closed,
    'closureSeconds',
    'the time from opening to closing, of tickets closed in the period.',
    secondsBetween('t.opened_at', 't.closed_at'),
  ),
  open(
    'ticketsOpen',
    'COUNT',
    "Backlog: tickets open at the period's end. One that was reopened counts as open from its first opening to its last resolution.",
  ),
  ...lengths(open, 'backlogAgeSeconds', "the age of tickets open at the period's end.", {
    unit: 'SECONDS',
    value: 'extract(epoch from least(:end, :now) - t.opened_at)',
    where: 't.opened_at <= least(:end, :now)',
  }),
  due(
    'clocksMet',
    'COUNT',
    'Clocks due in the period that were stopped in time, whenever they were stopped.',
    {
      where: `k.status = 'MET'`,
    },
  ),
  due('clocksBreached', 'COUNT', 'Clocks due in the period that ran past it.', {
    where: `k.status = 'BREACHED'`,
  }),
  due('clocksJudged', 'COUNT', 'Clocks due in the period that have a verdict: met or breached.', {
    where: `k.status in ('MET', 'BREACHED')`,
  }),
  ratio(
    'responseAttainment',
    'clocksMet',
    'clocksJudged',
    'Of the clocks due in the period that have a verdict those that were met.',
  ),
  started('incidents', 'COUNT', 'Incidents whose outage began in the period, planned maintenance too.'),
  started('incidentsUnplanned', 'COUNT', 'Incidents whose outage began in the period and was not planned.', {
    where: 'not i.planned',
  }),
  started('incidentsOpen', 'COUNT', 'Incidents that began in the period and have not been restored.', {
    where: 'i.restored_at is null',
  }),
  started(
    'incidentsCausedByChange',
    'COUNT',
    'Incidents that began in the period and are put down to a change.',
    {
      where: 'i.caused_by_change_id is not null',
      internal: true,
    },
  ),
  ...lengths(
    started,
    'detectSeconds',
    'detected − started, of incidents that began in the period.',
    secondsBetween('i.started_at', 'i.detected_at'),
  ),
  ...lengths(
    started,
    'acknowledgeSeconds',
    'acknowledged − detected, of incidents that began in the period.',
    secondsBetween('i.detected_at', 'i.acknowledged_at'),
  ),
  ...lengths(
    started,
    'mitigateSeconds',
    'mitigated − started, of incidents that began in the period.',
    secondsBetween('i.started_at', 'i.mitigated_at'),
  ),
  ...lengths(
    started,
    'restoreSeconds',
    'restored − started, of incidents that began in the period.',
    secondsBetween('i.started_at', 'i.restored_at'),
  ),
  ...lengths(
    started,
    'resolveSeconds',
    'resolved − started, of incidents that began in the period.',
    secondsBetween('i.started_at', 't.resolved_at'),
  ),
  lasting(
    'outageSeconds',
    'UNION_SECONDS',
    'Time of the period during which at least one incident lasted, from its start to its restoration (resolution where that is not told, now where neither is): overlapping ones count once.',
    { unit: 'SECONDS' },
  ),
  ended('changesFinished', 'COUNT', 'Changes that ended in the period with an outcome.', {
    where: FINISHED,
    internal: true,
  }),
  ended(
    'changesSucceeded',
    'COUNT',
    'Changes that ended in the period and succeeded, with issues or without.',
    {
      where: SUCCEEDED,
      internal: true,
    },
  ),
  ended('changesFailed', 'COUNT', 'Changes that ended in the period and failed.', {
    where: `h.status <> 'CANCELLED' and h.outcome = 'FAILED'`,
    internal: true,
  }),
  ended('changesRolledBack', 'COUNT', 'Changes that ended in the period and were rolled back.', {
    where: `h.status <> 'CANCELLED' and h.outcome = 'ROLLED_BACK'`,
    internal: true,
  }),
  ended('emergencyChanges', 'COUNT', 'Emergency changes that ended in the period with an outcome.', {
    where: `${FINISHED} and h.kind = 'EMERGENCY'`,
    internal: true,
  }),
  measures('change', 'cancelled')(
    'changesCancelled',
    'COUNT',
    'Changes cancelled, in the period of their end, else of the start of their window; in no success rate.',
    { internal: true },
  ),
  ratio(
    'changeSuccessRate',
    'changesSucceeded',
    'changesFinished',
    'Of the changes that ended in the period with an outcome those that succeeded, with issues or without.',
    true,
  ),
  ratio(
    'emergencyShare',
    'emergencyChanges',
    'changesFinished',
    'Of the changes that ended in the period with an outcome the emergency ones.',
    true,
  ),
  raised('escalations', 'COUNT', 'Escalations raised in the period.'),
  ...lengths(
    raised,
    'escalationAcknowledgeSeconds',
    'the time from raising to acknowledging, of escalations raised in the period.',
    secondsBetween('x.raised_at', 'x.acknowledged_at'),
  ),
];
