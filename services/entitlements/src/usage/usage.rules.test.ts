import { toldPath } from './usage.rules.js';

describe('what is told of a path', () => {
  it.each([
    ['/orders', '/orders'],
    ['/orders/17?contact=ann@alder.example#top', '/orders/17'],
    ['orders#ann', 'orders'],
    ['https://ann:secret@app.example/orders?x', '/orders'],
    ['/people/ann@alder.example/edit', '/people/*/edit'],
    ['/people/ann%40alder.example', '/people/*'],
    ['?q=ann', null],
    ['', null],
  ])('%s: %s', (path, told) => {
    expect(toldPath(path)).toBe(told);
  });
});
