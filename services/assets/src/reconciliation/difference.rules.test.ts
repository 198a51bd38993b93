import fc from 'fast-check';
import {
  assetFields,
  dependencyDifferences,
  type DependencyTarget,
  type FedDependency,
  type PlannedDifference,
  type RecordedDependency,
} from './difference.rules.js';

const place = fc.record({
  consumer: fc.constantFrom('a', 'b'),
  provider: fc.constantFrom('p', 'q', 'r'),
  group: fc.constantFrom(null, 'g'),
});
const keyOf = (one: { consumer: string; provider: string; group: string | null }) =>
  JSON.stringify([one.consumer, one.provider, one.group]);
const names = (one: { consumer: string; provider: string }) => ({
  consumer: one.consumer,
  provider: one.provider,
});

const feed = fc.uniqueArray(
  fc.record({
    place,
    strength: fc.constantFrom('HARD' as const, 'SOFT' as const),
    minUp: fc.constantFrom(null, { count: 1 }, { count: 2 }),
  }),
  { selector: (row) => keyOf(row.place), maxLength: 10 },
);
const record = fc.uniqueArray(
  fc.record({
    place,
    strength: fc.constantFrom('HARD' as const, 'SOFT' as const),
    removed: fc.boolean(),
    expected: fc.boolean(),
  }),
  { selector: (row) => keyOf(row.place), maxLength: 10 },
);

const toFed = (rows: typeof feed extends fc.Arbitrary<infer Value> ? Value : never): FedDependency[] =>
  rows.map((row, index) => ({
    line: index + 1,
    consumer: { id: row.place.consumer },
    provider: { id: row.place.provider },
    group: row.place.group,
    strength: row.strength,
    minUp: row.minUp,
    names: names(row.place),
  }));
/** In force, all of a group agree: they are hard and all needed. */
const toRecorded = (
  rows: typeof record extends fc.Arbitrary<infer Value> ? Value : never,
): RecordedDependency[] =>
  rows.map((row, index) => ({
    id: `dep_${index}`,
    version: index + 1,
    consumerId: row.place.consumer,
    providerId: row.place.provider,
    group: row.place.group,
    strength: row.removed || row.place.group === null ? row.strength : 'HARD',
    minUp: null,
    removed: row.removed,
    expected: row.expected,
    names: names(row.place),
  }));

/** The record after differences were applied. */
function applied(
  recorded: readonly RecordedDependency[],
  differences: readonly PlannedDifference[],
): RecordedDependency[] {
  const after = new Map(recorded.map((one) => [one.id, one]));
  differences.forEach(({ kind, recordId, target }, index) => {
    const { consumer, provider, ...terms } = target as DependencyTarget & {
      consumer: { id: string };
      provider: { id: string };
    };
    const id = recordId ?? `dep_new_${index}`;
    after.set(id, {
      id,
      version: 1,
      ...terms,
      consumerId: consumer.id,
      providerId: provider.id,
      removed: kind === 'GONE',
      expected: true,
      names: { consumer: consumer.id, provider: provider.id },
    });
  });
  return [...after.values()];
}
const recordedKey = (one: RecordedDependency) => JSON.stringify([one.consumerId, one.providerId, one.group]);

describe('the differences of dependencies', () => {
  it('leave none once they are applied, and none is planned of what is as the feed has it', () => {
    fc.assert(
      fc.property(feed, record, (rows, known) => {
        const fed = toFed(rows);
        const recorded = toRecorded(known);
        const first = dependencyDifferences(fed, recorded);
        const again = dependencyDifferences(fed, applied(recorded, first.differences));
        expect(again.differences).toEqual([]);
        expect(again.problems).toEqual(first.problems);
      }),
      { numRuns: 500 },
    );
  });

  it('are those of the sets: what one has and the other has not, or has otherwise', () => {
    fc.assert(
      fc.property(feed, record, (rows, known) => {
        // Without groups nothing is a problem, so that the sets alone decide.
        const alone = (one: { place: { group: string | null } }) => one.place.group === null;
        const fed = toFed(rows.filter(alone).map((row) => ({ ...row, minUp: null })));
        const recorded = toRecorded(known.filter(alone));
        const { differences, problems } = dependencyDifferences(fed, recorded);
        expect(problems).toEqual([]);
        const inForce = new Map(recorded.filter((one) => !one.removed).map((one) => [recordedKey(one), one]));
        const given = new Map(fed.map((one) => [keyOf({ ...one.names, group: one.group }), one]));
        const expected = [
          ...[...given].flatMap(([key, one]) => {
            const standing = inForce.get(key);
            if (!standing) return [`NEW ${key}`];
            return standing.strength === one.strength ? [] : [`DRIFTED ${key}`];
          }),
          ...[...inForce].flatMap(([key, one]) => (one.expected && !given.has(key) ? [`GONE ${key}`] : [])),
        ];
        const found = differences.map(({ kind, target }) => {
          const { consumer, provider, group } = target as {
            consumer: { id: string };
            provider: { id: string };
            group: string | null;
          };
          return `${kind} ${keyOf({ consumer: consumer.id, provider: provider.id, group })}`;
        });
        expect(found.sort()).toEqual(expected.sort());
      }),
      { numRuns: 500 },
    );
  });
});

describe('the fields of assets', () => {
  it('differ attribute by attribute, and a new one has what it holds', () => {
    const before = { version: 3, name: 'a', tags: ['x'], attributes: { release: '1', rack: 'R1' } };
    const after = { version: 3, name: 'a', tags: [], attributes: { release: '2', rack: 'R1', cores: 4 } };
    expect(assetFields(before, after)).toEqual([
      { name: 'tags', before: ['x'], after: null },
      { name: 'attributes.release', before: '1', after: '2' },
      { name: 'attributes.cores', before: null, after: 4 },
    ]);
    expect(assetFields(null, after)).toEqual([
      { name: 'name', before: null, after: 'a' },
      { name: 'attributes.release', before: null, after: '2' },
      { name: 'attributes.rack', before: null, after: 'R1' },
      { name: 'attributes.cores', before: null, after: 4 },
    ]);
  });
});
