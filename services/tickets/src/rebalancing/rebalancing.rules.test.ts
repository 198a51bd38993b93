import fc from 'fast-check';
import { obstacleOf, type Candidate } from '../routing/index.js';
import { rebalance, type Work } from './rebalancing.rules.js';

const IDS = ['per_a', 'per_b', 'per_c', 'per_d'];
const profiles = fc.tuple(
  ...IDS.map((personId) =>
    fc.record({
      personId: fc.constant(personId),
      skills: fc.constantFrom([], [{ skillId: 'skl_a', level: 3 }]),
      languages: fc.constant<string[]>([]),
      takesTickets: fc.boolean(),
      isAway: fc.boolean(),
      isWorking: fc.constantFrom(true, true, false),
      capacity: fc.integer({ min: 0, max: 5 }),
    }),
  ),
);
const works = fc.array(
  fc.record({
    assigneeId: fc.option(fc.constantFrom(...IDS, 'per_z')),
    demand: fc.constantFrom(
      { skills: [], language: null },
      { skills: [{ skillId: 'skl_a', level: 2 }], language: null },
    ),
    stays: fc.boolean(),
  }),
  { maxLength: 16 },
);
const cases = fc.tuple(profiles, works).map(([given, listed]): [Candidate[], Work[]] => [
  given.map((one) => ({
    ...one,
    load: listed.filter(({ assigneeId }) => assigneeId === one.personId).length,
  })),
  listed.map((one, index) => ({ ...one, ticketId: `tkt_${index}` })),
]);

/** The work after the moves, with whoever has what. */
function applied(people: Candidate[], work: Work[]) {
  const moves = rebalance(people, work);
  const holders = new Map(work.map(({ ticketId, assigneeId }) => [ticketId, assigneeId]));
  const loads = new Map(people.map(({ personId, load }) => [personId, load]));
  for (const { ticketId, fromId, toId } of moves) {
    expect(holders.get(ticketId)).toBe(fromId);
    const to = people.find(({ personId }) => personId === toId)!;
    const { demand } = work.find((one) => one.ticketId === ticketId)!;
    expect(obstacleOf({ ...to, load: loads.get(toId) ?? 0 }, demand)).toBeNull();
    holders.set(ticketId, toId);
    if (fromId !== null && loads.has(fromId)) loads.set(fromId, loads.get(fromId)! - 1);
    loads.set(toId, loads.get(toId)! + 1);
  }
  return {
    moves,
    people: people.map((one) => ({ ...one, load: loads.get(one.personId)! })),
    work: work.map((one) => ({ ...one, assigneeId: holders.get(one.ticketId) ?? null })),
  };
}
const share = ({ load, capacity }: Candidate) => load / capacity;

describe('the work of a team spread anew', () => {
  it('gives nobody what they cannot take, and moves each ticket once', () => {
    fc.assert(
      fc.property(cases, ([people, work]) => {
        const { moves } = applied(people, work);
        expect(new Set(moves.map(({ ticketId }) => ticketId)).size).toBe(moves.length);
      }),
    );
  });

  it('leaves what was begun with whoever has it, unless they are away or take no tickets', () => {
    fc.assert(
      fc.property(cases, ([people, work]) => {
        const { moves } = applied(people, work);
        for (const { ticketId, fromId } of moves) {
          const holder = people.find(({ personId }) => personId === fromId);
          const { stays } = work.find((one) => one.ticketId === ticketId)!;
          expect(stays && holder && !holder.isAway && holder.takesTickets).toBeFalsy();
          expect(fromId).not.toBe('per_z');
        }
      }),
    );
  });

  it('leaves nothing with nobody, or with whoever is away, that somebody can take', () => {
    fc.assert(
      fc.property(cases, ([people, work]) => {
        const after = applied(people, work);
        for (const { assigneeId, demand } of after.work) {
          const holder = after.people.find(({ personId }) => personId === assigneeId);
          if (assigneeId !== null && !(holder && (holder.isAway || !holder.takesTickets))) continue;
          // Whoever has room now got it when work was levelled, which nobody waits for again.
          const free = after.people.filter((one) => obstacleOf(one, demand) === null);
          const before = people.filter((one) => obstacleOf(one, demand) === null);
          expect(free.filter(({ personId }) => before.some((one) => one.personId === personId))).toEqual(
            free.filter(({ personId }) =>
              after.moves.some(
                (move) => move.fromId === personId && before.some((one) => one.personId === personId),
              ),
            ),
          );
        }
      }),
    );
  });

  it('levels what was not begun, by capacity', () => {
    const person = (personId: string, capacity: number, load: number): Candidate => ({
      personId,
      skills: [],
      languages: [],
      takesTickets: true,
      isAway: false,
      isWorking: true,
      capacity,
      load,
    });
    const six = Array.from({ length: 6 }, (_, index): Work => ({
      ticketId: `tkt_${index}`,
      assigneeId: 'per_a',
      demand: { skills: [], language: null },
      stays: false,
    }));
    const { people, moves } = applied([person('per_a', 8, 6), person('per_b', 4, 0)], six);
    expect(people.map(({ load }) => load)).toEqual([4, 2]);
    expect(moves[0]).toEqual({
      ticketId: 'tkt_5',
      fromId: 'per_a',
      toId: 'per_b',
      because: 'Whoever has it has 6 of 8 tickets, the other 0 of 4.',
    });
  });

  it('never raises the greatest share of anybody who gets something', () => {
    fc.assert(
      fc.property(cases, ([people, work]) => {
        const after = applied(people, work);
        for (const { toId } of after.moves) {
          expect(share(after.people.find(({ personId }) => personId === toId)!)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
