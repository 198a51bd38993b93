import fc from 'fast-check';
import { stateAt } from './state-at.rules.js';

const NAMES = ['a', 'b', 'c'];

/** Changes with versions from 1, each at some instant, in any order of time. */
const history = fc
  .array(
    fc.record({
      ms: fc.integer({ min: 0, max: 8 }),
      after: fc.dictionary(fc.constantFrom(...NAMES), fc.integer({ min: 0, max: 9 })),
    }),
    { maxLength: 12 },
  )
  .map((changes) =>
    changes.map(({ ms, after }, index) => ({
      version: index + 1,
      at: new Date(ms),
      fields: Object.entries(after).map(([name, value]) => ({ name, before: null, after: value })),
    })),
  );

type Entry = (typeof history extends fc.Arbitrary<infer Value> ? Value : never)[number];

const isLater = (one: Entry, other: Entry) =>
  one.at > other.at || (one.at.getTime() === other.at.getTime() && one.version > other.version);

describe('the state of a record at an instant', () => {
  it('has of each field what the last change until then gave it, the first version being complete', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: -1, max: 9 }), (entries, ms) => {
        const until = entries.filter((entry) => entry.at.getTime() <= ms);
        const first = until.find((entry) => entry.version === 1);
        const last = until.find((entry) => !until.some((other) => isLater(other, entry)));
        const expected = Object.fromEntries(
          NAMES.flatMap((name) => {
            const given = until.filter(
              (entry) =>
                entry.fields.some((field) => field.name === name) && !(first && isLater(first, entry)),
            );
            const latest = given.find((entry) => !given.some((other) => isLater(other, entry)));
            const field = latest?.fields.find((one) => one.name === name);
            return field ? [[name, field.after]] : [];
          }),
        );
        const state = stateAt([...entries].reverse(), new Date(ms));
        expect(state).toEqual(last ? { version: last.version, since: last.at, fields: expected } : null);
      }),
      { numRuns: 500 },
    );
  });

  it('is the last of all without an instant', () => {
    fc.assert(
      fc.property(history, (entries) => {
        expect(stateAt(entries)).toEqual(stateAt(entries, new Date(100)));
      }),
    );
  });
});
