import { defaultPolicy, policyFor, type PolicyFacts, type PolicyRule } from './approval-policy.rules.js';

const facts = (over: Partial<PolicyFacts> = {}): PolicyFacts => ({
  kind: 'NORMAL',
  riskScore: null,
  leastHeadroomSeconds: null,
  ...over,
});
const rule = (over: Partial<PolicyRule>): PolicyRule => ({
  name: 'rule',
  kinds: [],
  riskScoreFrom: null,
  headroomSecondsBelow: null,
  role: null,
  approvals: 1,
  boardId: null,
  startsFirst: false,
  ...over,
});

describe('a policy', () => {
  it('asks whom the rules that apply ask, in their order, each once, with every reason', () => {
    const rules = [
      rule({ name: 'a', role: 'manager' }),
      rule({ name: 'b', boardId: 'cab_1', riskScoreFrom: 40 }),
      rule({ name: 'c', role: 'manager', approvals: 3, kinds: ['NORMAL'] }),
      rule({ name: 'd', boardId: 'cab_1' }),
      rule({ name: 'e', role: 'executive', kinds: ['EMERGENCY'] }),
    ];
    expect(policyFor(rules, facts({ riskScore: 41.26 })).requirements).toEqual([
      { kind: 'ROLE', role: 'manager', approvals: 3, reason: 'a; c (kind NORMAL)' },
      { kind: 'BOARD', boardId: 'cab_1', reason: 'b (risk 41.3, from 40 on); d' },
    ]);
  });

  it('wants every condition of a rule, at its bound, and nothing of what is not known', () => {
    const both = [rule({ role: 'manager', riskScoreFrom: 50, headroomSecondsBelow: 60 })];
    const asks = (over: Partial<PolicyFacts>) => policyFor(both, facts(over)).requirements.length === 1;
    expect(asks({ riskScore: 50, leastHeadroomSeconds: 59.9 })).toBe(true);
    expect(asks({ riskScore: 49.9, leastHeadroomSeconds: 59 })).toBe(false);
    expect(asks({ riskScore: 50, leastHeadroomSeconds: 60 })).toBe(false);
    expect(asks({ riskScore: 50 })).toBe(false);
    expect(asks({ leastHeadroomSeconds: -1 })).toBe(false);
  });

  it('says whether a change may begin first', () => {
    const rules = [rule({ kinds: ['EMERGENCY'], startsFirst: true }), rule({ kinds: ['EMERGENCY'] })];
    expect(policyFor(rules, facts())).toEqual({
      requirements: [],
      startsFirst: false,
    });
    expect(policyFor(rules, facts({ kind: 'EMERGENCY' }))).toEqual({
      requirements: [],
      startsFirst: true,
    });
  });
});

describe('the built-in policy', () => {
  const asked = (boardId: string | null, over: Partial<PolicyFacts> = {}) =>
    policyFor(defaultPolicy(boardId), facts(over)).requirements.map((one) =>
      one.kind === 'ROLE' ? `${one.approvals} ${one.role}` : one.boardId,
    );

  it('asks a manager, and the board about what is risky or breaks an agreement', () => {
    expect(asked('cab_1')).toEqual(['1 manager']);
    expect(asked('cab_1', { riskScore: 49.99, leastHeadroomSeconds: 0 })).toEqual(['1 manager']);
    expect(asked('cab_1', { riskScore: 50 })).toEqual(['1 manager', 'cab_1']);
    expect(asked('cab_1', { riskScore: 90, leastHeadroomSeconds: -0.5 })).toEqual(['1 manager', 'cab_1']);
    expect(asked('cab_1', { kind: 'STANDARD' })).toEqual(['1 manager']);
  });

  it('asks two managers where there is no board', () => {
    expect(asked(null)).toEqual(['1 manager']);
    expect(asked(null, { leastHeadroomSeconds: -1 })).toEqual(['2 manager']);
  });

  it('asks one manager about an emergency, whatever it costs', () => {
    const emergency = facts({ kind: 'EMERGENCY', riskScore: 99, leastHeadroomSeconds: -1 });
    const policy = policyFor(defaultPolicy('cab_1'), emergency);
    expect(policy).toEqual({
      requirements: [{ kind: 'ROLE', role: 'manager', approvals: 1, reason: 'Emergency (kind EMERGENCY)' }],
      startsFirst: false,
    });
  });
});
