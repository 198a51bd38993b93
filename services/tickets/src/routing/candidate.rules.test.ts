import fc from 'fast-check';
import {
  describeScreening,
  inTurn,
  leastLoadedFirst,
  obstacleOf,
  screen,
  type Candidate,
  type Demand,
} from './candidate.rules.js';

const skills = fc.uniqueArray(
  fc.record({ skillId: fc.constantFrom('skl_a', 'skl_b'), level: fc.integer({ min: 1, max: 5 }) }),
  { selector: ({ skillId }) => skillId, maxLength: 2 },
);
const language = fc.constantFrom<string>('de', 'en', 'fr');
const candidates = fc.uniqueArray(
  fc.record({
    personId: fc.constantFrom(...'abcdefgh').map((letter) => `per_${letter}`),
    skills,
    languages: fc.uniqueArray(language, { maxLength: 2 }),
    takesTickets: fc.boolean(),
    isAway: fc.boolean(),
    isWorking: fc.boolean(),
    capacity: fc.integer({ min: 0, max: 4 }),
    load: fc.integer({ min: 0, max: 4 }),
  }),
  { selector: ({ personId }) => personId, maxLength: 8 },
);
const demands = fc.record({ skills, language: fc.option(language) });

/** Said anew, condition by condition. */
const canTake = (one: Candidate, demand: Demand) =>
  one.takesTickets &&
  !one.isAway &&
  one.isWorking &&
  one.capacity > one.load &&
  demand.skills.every((wanted) =>
    one.skills.some(({ skillId, level }) => skillId === wanted.skillId && level >= wanted.level),
  ) &&
  (demand.language === null || one.languages.includes(demand.language));

describe('who gets a ticket', () => {
  it('whoever is free can take it, and nobody else', () => {
    fc.assert(
      fc.property(candidates, demands, (people, wanted) => {
        const { demand, free, kept, languageNobodyHas } = screen(people, wanted);
        expect(free).toEqual(people.filter((one) => canTake(one, demand)));
        expect(free.length + [...kept.values()].reduce((sum, count) => sum + count, 0)).toBe(people.length);
        for (const one of people) expect(obstacleOf(one, demand) === null).toBe(canTake(one, demand));
        const spoken = people.some(({ languages }) => languages.includes(wanted.language ?? ''));
        expect(languageNobodyHas).toBe(spoken ? null : wanted.language);
        expect(demand).toEqual({ ...wanted, language: spoken ? wanted.language : null });
      }),
    );
  });

  it('whoever has least to do for their capacity comes first, whatever the order they are named in', () => {
    fc.assert(
      fc.property(candidates, fc.func(fc.integer()), (people, shuffle) => {
        const able = people.filter(({ capacity }) => capacity > 0);
        const ranked = leastLoadedFirst(able);
        expect(leastLoadedFirst(able.toSorted((a, b) => shuffle(a) - shuffle(b)))).toEqual(ranked);
        ranked.slice(1).forEach((one, index) => {
          const before = ranked[index]!;
          expect(before.load / before.capacity).toBeLessThanOrEqual(one.load / one.capacity);
        });
        expect(ranked.toSorted((a, b) => (a.personId < b.personId ? -1 : 1))).toEqual(
          able.toSorted((a, b) => (a.personId < b.personId ? -1 : 1)),
        );
      }),
    );
  });

  it('in turn everybody gets one before anybody gets two', () => {
    fc.assert(
      fc.property(candidates, fc.option(fc.constantFrom('per_0', 'per_c', 'per_z')), (people, begun) => {
        const turns: string[] = [];
        let last: string | null = begun;
        for (let round = 0; round < people.length * 2; round += 1) {
          const next = inTurn(people, last)[0]!.personId;
          turns.push(next);
          last = next;
        }
        const first = turns.slice(0, people.length);
        expect(new Set(first).size).toBe(people.length);
        expect(turns.slice(people.length)).toEqual(first);
      }),
    );
  });

  it('is told in words', () => {
    const person: Candidate = {
      personId: 'per_a',
      skills: [],
      languages: ['de'],
      takesTickets: true,
      isAway: false,
      isWorking: true,
      capacity: 1,
      load: 0,
    };
    const told = (people: Candidate[], wanted: Demand) =>
      describeScreening(screen(people, wanted), people.length);
    expect(told([person, { ...person, isAway: true }], { skills: [], language: 'de' })).toEqual([
      'Somebody who works in de is needed.',
      '1 of 2 people can take it: 1 away.',
    ]);
    expect(told([], { skills: [], language: 'fr' })).toEqual([
      'Nobody there works in fr: any language will do.',
      'Nobody with a profile works there.',
    ]);
  });
});
