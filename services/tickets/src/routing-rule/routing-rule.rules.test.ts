import fc from 'fast-check';
import {
  checkRules,
  describeMatch,
  NO_CONDITIONS,
  ruleFor,
  type RoutingConditions,
  type RoutingFacts,
  type RoutingRule,
} from './routing-rule.rules.js';

const FACTS: RoutingFacts = {
  kind: 'REQUEST',
  channel: 'EMAIL',
  priority: 'P3',
  severity: null,
  tier: null,
  category: 'Access',
  subject: 'Cannot log in',
  customerId: 'cus_1',
  segment: 'ENTERPRISE',
  region: 'EU',
  language: 'de',
  designatedContact: true,
  supportLevelIds: ['lvl_1', 'lvl_2'],
  productId: 'prd_1',
  assetIds: ['ast_1'],
  assetKinds: ['service'],
  workingCalendarIds: new Set(['cal_1']),
};
const rule = (name: string, when: Partial<RoutingConditions> = {}): RoutingRule => ({
  name,
  when: { ...NO_CONDITIONS, ...when },
  queueId: 'que_1',
  teamId: null,
  tier: null,
  skills: [],
  inCustomersLanguage: false,
  toDesignatedAnalyst: true,
  assign: 'LEAST_LOADED',
});
/** Conditions of every kind, each as it holds and as it does not. */
const HOLDS: Partial<RoutingConditions>[] = [
  { kinds: ['INCIDENT', 'REQUEST'] },
  { channels: ['EMAIL'] },
  { priorities: ['P3'] },
  { categories: ['Access'] },
  { segments: ['ENTERPRISE'] },
  { regions: ['EU'] },
  { languages: ['en', 'de'] },
  { customerIds: ['cus_1'] },
  { supportLevelIds: ['lvl_2'] },
  { productIds: ['prd_1'] },
  { assetIds: ['ast_1'] },
  { assetKinds: ['service'] },
  { words: ['nothing', 'LOG IN'] },
  { hasCustomer: true },
  { duringCalendarId: 'cal_1' },
];
const HOLDS_NOT: Partial<RoutingConditions>[] = [
  { kinds: ['INCIDENT'] },
  { channels: ['PHONE'] },
  { priorities: ['P1'] },
  { severities: ['SEV1'] },
  { tiers: ['L1'] },
  { categories: ['access'] },
  { segments: ['SMB'] },
  { regions: ['US'] },
  { languages: ['en'] },
  { customerIds: ['cus_2'] },
  { supportLevelIds: ['lvl_3'] },
  { productIds: ['prd_2'] },
  { assetIds: ['ast_2'] },
  { assetKinds: ['host'] },
  { words: ['nothing'] },
  { hasCustomer: false },
  { designatedContact: false },
  { duringCalendarId: 'cal_2' },
];
const taken = (rules: RoutingRule[], facts = FACTS) => ruleFor(rules, facts, (id) => id)?.rule.name ?? null;
const distinct = (conditions: Partial<RoutingConditions>[]) =>
  Object.assign({}, ...conditions) as Partial<RoutingConditions>;

describe('the rule for a ticket', () => {
  it('takes it where all of its conditions hold, and where one does not, not', () => {
    fc.assert(
      fc.property(fc.subarray(HOLDS), fc.option(fc.constantFrom(...HOLDS_NOT)), (holding, failing) => {
        const when = distinct(failing ? [...holding, failing] : holding);
        expect(taken([rule('one', when)])).toBe(failing ? null : 'one');
      }),
    );
  });

  it('is the first that takes it, those for designated contacts before all others', () => {
    const some = fc.record({ takes: fc.boolean(), first: fc.boolean() });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 6 }), (given) => {
        const rules = given.map(({ takes, first }, index) =>
          rule(String(index), {
            ...(takes ? HOLDS[0] : HOLDS_NOT[0]),
            ...(first ? { designatedContact: true } : {}),
          }),
        );
        const expected = [
          given.findIndex(({ takes, first }) => takes && first),
          given.findIndex(({ takes }) => takes),
        ].find((index) => index >= 0);
        expect(taken(rules)).toBe(expected === undefined ? null : String(expected));
        const others = given.findIndex(({ takes, first }) => takes && !first);
        const unknown = { ...FACTS, designatedContact: false };
        expect(taken(rules, unknown)).toBe(others < 0 ? null : String(others));
      }),
    );
  });

  it('tells what of the ticket made it', () => {
    const match = ruleFor(
      [rule('none', HOLDS_NOT[0]), rule('Big', distinct([HOLDS[8]!, HOLDS[12]!]))],
      FACTS,
      (id) => (id === 'lvl_2' ? 'Premier' : id),
    );
    expect(describeMatch(match!)).toBe('Rule 2 "Big": support level Premier, "LOG IN" in the subject.');
    expect(describeMatch({ rule: rule('All'), place: 1, because: [] })).toBe(
      'Rule 1 "All": takes every ticket.',
    );
  });

  it('has to have a name of its own, and a place before the one that takes all', () => {
    expect(() => checkRules([rule('a', HOLDS[0]), rule('A', HOLDS[1])])).toThrow('Two rules are called "A"');
    expect(() => checkRules([rule('all'), rule('b', HOLDS[0])])).toThrow('Put it last');
    checkRules([rule('all'), rule('b', { designatedContact: true })]);
    checkRules([rule('b', HOLDS[0]), rule('all')]);
    expect(() => checkRules([rule('many', { words: Array.from({ length: 201 }, String) })])).toThrow('200');
  });
});
