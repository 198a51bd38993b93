import fc from 'fast-check';
import type { DeployerFact, RolloutFact } from './deployer-fact.rules.js';
import { checkReleaseName, concerns, fits, releaseNameOf, type Condition } from './deployer-rule.rules.js';

const fact: RolloutFact = {
  event: 'DEPLOYMENT',
  repository: 'acme/shop',
  tag: null,
  commit: '0123456789abcdef',
  ref: 'main',
  url: null,
  at: '2026-03-10T12:00:00.000Z',
  key: 'k',
  state: 'STARTED',
  environment: 'production-eu',
  workflow: null,
};
const rule: Condition = {
  active: true,
  deployer: 'GITHUB',
  events: ['RELEASE', 'DEPLOYMENT'],
  repository: 'acme/*',
  deployerEnvironment: 'prod*',
  workflow: null,
};

describe('a pattern', () => {
  it.each([
    ['shop', 'Shop', true],
    ['shop', 'shops', false],
    ['*', '', true],
    ['', '', true],
    ['a*b', 'ab', true],
    ['a*a', 'a', false],
    ['acme/*-api', 'ACME/orders-api', true],
    ['*api*api', 'api', false],
    ['a.c', 'abc', false],
  ])('%p fits %p: %p', (pattern, text, expected) => {
    expect(fits(pattern, text)).toBe(expected);
  });

  it('fits as the regular expression does in which a star is anything', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
    fc.assert(
      fc.property(letters, text, (pattern, subject) => {
        const expression = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 's');
        expect(fits(pattern, subject)).toBe(expression.test(subject));
      }),
      { numRuns: 2_000 },
    );
  });

  it('comes to an end with many stars over a long text', () => {
    expect(fits('*a'.repeat(100), `${'a'.repeat(10_000)}b`)).toBe(false);
  });
});

describe('a rule', () => {
  const release: DeployerFact = { ...fact, event: 'RELEASE', title: null };
  const run: DeployerFact = { ...fact, event: 'WORKFLOW_RUN', environment: null, workflow: 'Deploy' };

  it.each<[Partial<Condition>, DeployerFact, boolean]>([
    [{}, fact, true],
    [{ active: false }, fact, false],
    [{ deployer: 'CLOUD_EVENTS' }, fact, false],
    [{ events: ['RELEASE'] }, fact, false],
    [{ repository: 'other/*' }, fact, false],
    [{ deployerEnvironment: 'staging' }, fact, false],
    [{ deployerEnvironment: null }, { ...fact, environment: null }, true],
    [{ deployerEnvironment: '*' }, { ...fact, environment: null }, true],
    [{ deployerEnvironment: 'staging' }, release, true],
    [{ events: ['WORKFLOW_RUN'], deployerEnvironment: null, workflow: 'dep*' }, run, true],
    [{ events: ['WORKFLOW_RUN'], deployerEnvironment: null, workflow: 'test' }, run, false],
    [{ workflow: 'test' }, fact, true],
  ])('%j', (over, given, expected) => {
    expect(concerns({ ...rule, ...over }, 'GITHUB', given)).toBe(expected);
  });

  it('names releases by what the deployer says', () => {
    expect(releaseNameOf('{name} {version}', fact)).toBe('shop 0123456');
    expect(releaseNameOf('{repository}@{version} ({tag})', { ...fact, tag: 'v2' })).toBe('acme/shop@v2 (v2)');
    expect(releaseNameOf('{tag}', fact)).toBe('0123456');
    expect(releaseNameOf('{commit}', { ...fact, commit: 'x'.repeat(300) })).toHaveLength(200);
    expect(releaseNameOf('{name}', { ...fact, repository: '{tag}' })).toBe('{tag}');
    // No character is cut in half.
    const ships = '\u{1F6A2}'.repeat(150);
    expect(releaseNameOf(' {name} ', { ...fact, repository: `a${ships}` })).toBe(`a${ships.slice(0, 198)}`);
    expect(releaseNameOf('{version}', { ...fact, commit: `a${ships}` })).toBe(`a${ships.slice(0, 6)}`);
    expect(checkReleaseName('{name} of {commit}')).toBe('{name} of {commit}');
    expect(() => checkReleaseName('{constructor}')).toThrow(
      'There is no variable {constructor}; there are {repository}, {name}, {version}, {tag}, {commit}.',
    );
  });
});
