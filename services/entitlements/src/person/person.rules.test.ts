import { managerLayers } from './person.rules.js';

const layers = (rows: [key: string, manager: string | null][]) => {
  const { inOrder, circular } = managerLayers(
    rows,
    ([key]) => key,
    ([, manager]) => manager,
  );
  return {
    inOrder: inOrder.map((layer) => layer.map(([key]) => key)),
    circular: circular.map(([key]) => key),
  };
};

describe('rows of people', () => {
  it('stand behind their managers, whatever the order of the file', () => {
    expect(
      layers([
        ['c', 'b'],
        ['b', 'a'],
        ['a', null],
        ['d', 'elsewhere'],
      ]),
    ).toEqual({ inOrder: [['a', 'd'], ['b'], ['c']], circular: [] });
  });

  it('fit nowhere when they manage themselves', () => {
    expect(
      layers([
        ['a', 'b'],
        ['b', 'a'],
        ['c', 'c'],
        ['d', null],
      ]),
    ).toEqual({ inOrder: [['d']], circular: ['a', 'b', 'c'] });
  });
});
