import { peopleOf } from '../accounts/people.js';
import type { Person } from '../accounts/people.js';
import { row } from '../files.js';
import type { Row } from '../files.js';

export interface Desk {
  /** The queue, its team and who works there, by ticket tier. */
  lines: Record<Tier, { team: string; queue: string; members: string[] }>;
  teams: Row[];
  queues: Row[];
}

export type Tier = 'ADMIN' | 'L1' | 'L2' | 'L3' | 'L4';

/** Support in five lines, each a team with one queue. */
export function desk(people: Person[]): Desk {
  const analysts = peopleOf(people, 'support-analyst');
  const engineers = peopleOf(people, 'engineer');
  const operators = peopleOf(people, 'operator');
  const make = (key: string, name: string, calendar: string, members: string[]) => ({
    team: `TEAM-${key}`,
    queue: `QUE-${key}`,
    name,
    calendar,
    members,
  });
  const lines = {
    ADMIN: make('ADMIN', 'Administration support', 'berlin-office', analysts.slice(0, 2)),
    L1: make('CARE', 'Customer care', '24x7', analysts.slice(0, 6)),
    L2: make('TECHNICAL', 'Technical support', '24x7', analysts.slice(3)),
    L3: make('EXPERTS', 'Expert support', 'berlin-office', [...analysts.slice(6), ...operators]),
    L4: make('ENGINEERING', 'Engineering', 'berlin-office', engineers),
  };
  const all = Object.values(lines);
  return {
    lines,
    teams: all.map(({ team, name, calendar, members }) =>
      row('teams', { external_id: team, name, calendar, members: members.join(';') }),
    ),
    queues: all.map(({ queue, name, calendar, members }) =>
      row('queues', { external_id: queue, name: `${name} queue`, calendar, members: members.join(';') }),
    ),
  };
}
