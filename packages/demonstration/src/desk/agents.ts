import type { Person } from '../accounts/people.js';
import { peopleOf } from '../accounts/people.js';
import { row } from '../files.js';
import type { Row } from '../files.js';

const SKILLS = [
  ['SKL-DATABASES', 'Databases', 'Finds out why queries are slow and data is missing'],
  ['SKL-INTEGRATION', 'Integrations', 'Knows the interfaces and the systems behind them'],
  ['SKL-ACCESS', 'Sign-in and access', 'Single sign-on, second factors, roles'],
  ['SKL-NETWORK', 'Networks', 'From the browser to the balancer'],
] as const;

/** What each support analyst can do and in which languages, in the order of their posts. */
const ANALYSTS = [
  ['SKL-ACCESS:4;SKL-INTEGRATION:2', 'de;en'],
  ['SKL-ACCESS:3;SKL-DATABASES:2', 'de;en;fr'],
  ['SKL-INTEGRATION:3;SKL-ACCESS:3', 'en'],
  ['SKL-DATABASES:4;SKL-NETWORK:3', 'en;es'],
  ['SKL-INTEGRATION:5;SKL-NETWORK:2', 'en'],
  ['SKL-DATABASES:3;SKL-ACCESS:2', 'en;ja'],
  ['SKL-NETWORK:4;SKL-DATABASES:5', 'en;de'],
  ['SKL-INTEGRATION:4;SKL-DATABASES:3', 'pt;es;en'],
] as const;

const ANALYSTS_CAPACITY = '60';
const OTHERS_CAPACITY = '20';

/** Who works at the desk, with skills, languages and how much they work on at a time. */
export function agents(people: Person[]): { skills: Row[]; agents: Row[] } {
  const others = [...peopleOf(people, 'operator'), ...peopleOf(people, 'engineer')];
  return {
    skills: SKILLS.map(([external_id, name, description]) =>
      row('skills', { external_id, name, description }),
    ),
    agents: [
      ...peopleOf(people, 'support-analyst').map((person, index) => {
        const [skills, languages] = ANALYSTS[index % ANALYSTS.length]!;
        return row('agents', { person, skills, languages, capacity: ANALYSTS_CAPACITY });
      }),
      ...others.map((person) =>
        row('agents', {
          person,
          skills: 'SKL-DATABASES:4;SKL-NETWORK:4',
          languages: 'en',
          capacity: OTHERS_CAPACITY,
        }),
      ),
    ],
  };
}
