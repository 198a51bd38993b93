import { distinctRepresentations, originalPath, spreadEntities } from './representations.rules.js';

const customer = (id: string) => ({ __typename: 'Customer', id });

describe('representations', () => {
  it('are left alone when none repeats', () => {
    expect(distinctRepresentations([customer('a')])).toBeNull();
    expect(distinctRepresentations([customer('a'), customer('b')])).toBeNull();
  });

  it('are asked for once each, in order of first appearance', () => {
    const representations = ['b', 'a', 'b', 'c', 'a'].map(customer);
    expect(distinctRepresentations(representations)).toEqual({
      distinct: ['b', 'a', 'c'].map(customer),
      places: [0, 1, 0, 2, 1],
    });
  });

  it('differ where a required field differs', () => {
    const one = { ...customer('a'), score: 1 };
    expect(distinctRepresentations([one, { ...one, score: 2 }])).toBeNull();
  });

  it('get their entity at every place, none shared with another place', () => {
    const found = { name: 'A', tier: { name: 'gold' }, tags: [{ name: 'x' }] };
    const spread = spreadEntities([found, null], [0, 1, 0]);
    expect(spread[0]).toBe(found);
    expect(spread[1]).toBeNull();
    expect(JSON.stringify(spread[2])).toBe(JSON.stringify(found));
    expect(spread[2]).not.toBe(found);
    expect((spread[2] as typeof found).tier).not.toBe(found.tier);
    expect((spread[2] as typeof found).tags[0]).not.toBe(found.tags[0]);
  });

  it('keep values of scalar classes as they are', () => {
    const at = new Date(0);
    const [, second] = spreadEntities([{ at }], [0, 0]) as { at: Date }[];
    expect(second?.at).toBe(at);
  });

  it('have their errors at the first place that asked', () => {
    expect(originalPath(['_entities', 1, 'name'], [0, 0, 1])).toEqual(['_entities', 2, 'name']);
    expect(originalPath(['_entities', 1, 'name'], undefined)).toEqual(['_entities', 1, 'name']);
    expect(originalPath(['_entities'], [0, 0])).toBeUndefined();
    expect(originalPath(['customer'], undefined)).toEqual(['customer']);
    expect(originalPath(undefined, [0])).toBeUndefined();
  });
});
