import { row } from '../files.js';
import type { Row } from '../files.js';
import type { Random } from '../random.js';
import { FAMILY_NAMES, GIVEN_NAMES } from './names.js';

type Job =
  | 'chief-executive'
  | 'operations-lead'
  | 'support-lead'
  | 'account-lead'
  | 'engineering-lead'
  | 'administrator'
  | 'account-manager'
  | 'support-analyst'
  | 'operator'
  | 'engineer';

export interface Person {
  id: string;
  name: string;
  job: Job;
}

const POSTS: [job: Job, role: string, manager: Job | undefined, zones: string[]][] = [
  ['chief-executive', 'executive', undefined, ['Europe/Berlin']],
  ['operations-lead', 'manager', 'chief-executive', ['Europe/Berlin']],
  ['support-lead', 'manager', 'chief-executive', ['Europe/Berlin']],
  ['account-lead', 'manager', 'chief-executive', ['America/New_York']],
  ['engineering-lead', 'manager', 'chief-executive', ['Europe/Berlin']],
  ['administrator', 'admin', 'operations-lead', ['Europe/Berlin']],
  [
    'account-manager',
    'agent',
    'account-lead',
    [
      'Europe/Berlin',
      'Europe/London',
      'America/New_York',
      'America/Chicago',
      'Asia/Singapore',
      'America/Sao_Paulo',
    ],
  ],
  [
    'support-analyst',
    'agent',
    'support-lead',
    [
      'Europe/Berlin',
      'Europe/Berlin',
      'Europe/London',
      'America/New_York',
      'America/New_York',
      'Asia/Singapore',
      'Asia/Singapore',
      'America/Sao_Paulo',
    ],
  ],
  ['operator', 'operator', 'operations-lead', ['Europe/Berlin', 'America/New_York', 'Asia/Singapore']],
  [
    'engineer',
    'operator',
    'engineering-lead',
    ['Europe/Berlin', 'Europe/Berlin', 'America/New_York', 'Asia/Singapore'],
  ],
];

/** The company's staff: who manages whom, in which role and zone. Mail addresses are under a reserved domain. */
export function staff(random: Random): { people: Person[]; rows: Row[] } {
  const given = random.shuffle(GIVEN_NAMES);
  const family = random.shuffle(FAMILY_NAMES);
  const people: Person[] = [];
  const rows: Row[] = [];
  for (const [job, role, manager, zones] of POSTS) {
    for (const zone of zones) {
      const n = people.length;
      const first = given[n] ?? 'Ada';
      const last = family[n] ?? 'Quinn';
      const person = { id: `P-${String(n + 1).padStart(2, '0')}`, name: `${first} ${last}`, job };
      const superior = people.find((other) => other.job === manager);
      people.push(person);
      rows.push(
        row('people', {
          external_id: person.id,
          name: person.name,
          email: `${first}.${last}@lantern-quay.example`.toLowerCase(),
          role,
          manager: superior?.id,
          time_zone: zone,
        }),
      );
    }
  }
  return { people, rows };
}

/** The ids of all people with one of these jobs. Never empty for the jobs above. */
export function peopleOf(people: Person[], ...jobs: Job[]): string[] {
  return people.filter((person) => jobs.includes(person.job)).map((person) => person.id);
}
