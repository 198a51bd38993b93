import { differencesOf } from './difference.rules.js';

describe('differencesOf', () => {
  it('finds nothing between equal answers, whatever the order of their keys', () => {
    expect(differencesOf({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toEqual([]);
  });

  it('names the place of every difference', () => {
    const platform = { credits: [{ amount: '1.00' }], nodes: [1, 2], state: 'DOWN' };
    const peer = { credits: [{ amount: '1.0' }], nodes: [1], state: 'DOWN', more: null };
    expect(differencesOf(platform, peer)).toEqual([
      { path: 'credits.0.amount', platform: '1.00', peer: '1.0' },
      { path: 'nodes.1', platform: 2, peer: undefined },
      { path: 'more', platform: undefined, peer: null },
    ]);
  });

  it('tells a list from an object and leaves cursors out', () => {
    expect(differencesOf({ list: [], endCursor: 'x' }, { list: {}, endCursor: null })).toEqual([
      { path: 'list', platform: [], peer: {} },
    ]);
  });

  it('stops at its limit', () => {
    expect(differencesOf([1, 2, 3], [4, 5, 6], 2)).toHaveLength(2);
  });
});
