import { composeSupergraph } from './supergraph.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

describe('composing the supergraph', () => {
  it('gives one text that names every service and ends with a newline', () => {
    const text = composeSupergraph([
      {
        name: 'one',
        url: 'http://one',
        sdl: `${LINK} type Query { a: A } type A @key(fields: "id") { id: ID! }`,
      },
      { name: 'two', url: 'http://two', sdl: `${LINK} type A @key(fields: "id") { id: ID! name: String }` },
    ]);
    expect(text).toContain('@join__graph(name: "one", url: "http://one")');
    expect(text).toContain('@join__graph(name: "two", url: "http://two")');
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('lists every reason why services do not fit, with its code', () => {
    const compose = () =>
      composeSupergraph([
        { name: 'one', url: 'http://one', sdl: `${LINK} type Query { a: Int b: Int }` },
        { name: 'two', url: 'http://two', sdl: `${LINK} type Query { a: Int b: Int }` },
      ]);
    expect(compose).toThrow(
      /^The services do not compose into one graph:\n {2}INVALID_FIELD_SHARING: .*"Query\.a"/,
    );
    expect(compose).toThrow(/\n {2}INVALID_FIELD_SHARING: .*"Query\.b"/);
  });
});
