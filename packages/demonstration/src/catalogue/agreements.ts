import { date } from '../chronology.js';
import type { Chronology } from '../chronology.js';
import { row } from '../files.js';
import type { Row } from '../files.js';

/** The name shared by the successive versions of the enterprise agreement. */
const ENTERPRISE_NAME = 'Enterprise agreement';

/** Months before the data set's date at which the second version of the enterprise agreement took over. */
const SECOND_VERSION_MONTHS = 9;

function targets(...lines: [first: string, update: string, resolution: string][]): string {
  return lines
    .map(([first, update, resolution], i) => {
      return `P${i + 1}:first_response=${first},update=${update},resolution=${resolution}`;
    })
    .join(';');
}

/**
 * The service-level agreements. Those that plans point at are in force since four years; the enterprise
 * agreement has two successive versions under one name, 99.9 % and then 99.95 %, without a gap.
 */
export function agreements(time: Chronology): Row[] {
  const since = date(time.monthsAgo(48).startOf('month'));
  const change = date(time.monthsAgo(SECOND_VERSION_MONTHS).startOf('month'));
  const enterprise = {
    name: ENTERPRISE_NAME,
    degraded_weight: '0.5',
    credit_cap_percent: 50,
    calendar: '24x7',
    targets: targets(
      ['PT30M', 'PT1H', 'PT4H'],
      ['PT1H', 'PT4H', 'PT12H'],
      ['PT4H', 'PT24H', 'PT72H'],
      ['PT8H', 'PT72H', 'PT240H'],
    ),
  };
  return [
    row('agreements', {
      external_id: 'SLA-COMMUNITY',
      name: 'Community agreement',
      valid_from: since,
      uptime_target: '99.0',
      degraded_weight: '0',
      maintenance_notice_hours: 24,
      calendar: 'berlin-office',
      targets: targets(
        ['PT8H', 'PT24H', 'PT80H'],
        ['PT16H', 'PT40H', 'PT120H'],
        ['PT24H', 'PT80H', 'PT240H'],
        ['PT40H', 'PT80H', 'PT400H'],
      ),
    }),
    row('agreements', {
      external_id: 'SLA-STARTER',
      name: 'Starter agreement',
      valid_from: since,
      uptime_target: '99.5',
      degraded_weight: '0.25',
      maintenance_notice_hours: 24,
      maintenance_cap_minutes: 240,
      credit_tiers: '99.5:5;99.0:10;95.0:25',
      credit_cap_percent: 25,
      calendar: 'berlin-office',
      targets: targets(
        ['PT4H', 'PT8H', 'PT16H'],
        ['PT8H', 'PT16H', 'PT40H'],
        ['PT16H', 'PT40H', 'PT80H'],
        ['PT24H', 'PT80H', 'PT160H'],
      ),
    }),
    row('agreements', {
      external_id: 'SLA-BUSINESS',
      name: 'Business agreement',
      valid_from: since,
      uptime_target: '99.9',
      degraded_weight: '0.5',
      maintenance_notice_hours: 48,
      maintenance_cap_minutes: 120,
      credit_tiers: '99.9:10;99.0:25;95.0:50',
      credit_cap_percent: 50,
      calendar: 'berlin-office',
      targets: targets(
        ['PT1H', 'PT2H', 'PT8H'],
        ['PT2H', 'PT8H', 'PT16H'],
        ['PT8H', 'PT24H', 'PT60H'],
        ['PT16H', 'PT60H', 'PT120H'],
      ),
    }),
    row('agreements', {
      ...enterprise,
      external_id: 'SLA-ENTERPRISE-1',
      valid_from: since,
      valid_to: change,
      uptime_target: '99.9',
      maintenance_notice_hours: 48,
      maintenance_cap_minutes: 120,
      credit_tiers: '99.9:10;99.5:25;99.0:50',
    }),
    row('agreements', {
      ...enterprise,
      external_id: 'SLA-ENTERPRISE-2',
      valid_from: change,
      uptime_target: '99.95',
      maintenance_notice_hours: 72,
      maintenance_cap_minutes: 60,
      credit_tiers: '99.95:10;99.5:25;99.0:50',
    }),
    row('agreements', {
      external_id: 'SLA-CRITICAL',
      name: 'Mission-critical agreement',
      valid_from: since,
      uptime_target: '99.99',
      degraded_weight: '1',
      maintenance_notice_hours: 120,
      maintenance_cap_minutes: 30,
      credit_tiers: '99.99:10;99.9:25;99.0:50;95.0:100',
      credit_cap_percent: 100,
      calendar: '24x7',
      targets: targets(
        ['PT15M', 'PT30M', 'PT2H'],
        ['PT30M', 'PT2H', 'PT8H'],
        ['PT2H', 'PT8H', 'PT48H'],
        ['PT4H', 'PT48H', 'PT120H'],
      ),
    }),
  ];
}
