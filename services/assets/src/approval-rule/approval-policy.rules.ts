import type { ChangeKindName } from '../change/index.js';

/** Who may be asked to agree by role. */
export type ApproverRole = 'admin' | 'manager' | 'executive' | 'operator';

/** A rule of the policy on changes: whom it asks of which changes. */
export interface PolicyRule {
  name: string;
  /** Changes of these kinds; empty: of all. */
  kinds: readonly ChangeKindName[];
  /** Changes of this risk score or more; null: of any. */
  riskScoreFrom: number | null;
  /** Changes that leave some customer fewer seconds of headroom than this; null: any. */
  headroomSecondsBelow: number | null;
  /** So many people of this role are asked, or the board; neither: nobody. */
  role: ApproverRole | null;
  approvals: number;
  boardId: string | null;
  /** The change may begin before it was agreed to. */
  startsFirst: boolean;
}

/** What is known of a change: null where it is not known (yet); a rule about what is not known does not apply. */
export interface PolicyFacts {
  kind: ChangeKindName;
  riskScore: number | null;
  /** After the change, of the customer it leaves with least, this month so far included. */
  leastHeadroomSeconds: number | null;
}

/** People of one role, or one board, whose agreement is needed, and why. */
export type Requirement = { reason: string } & (
  { kind: 'ROLE'; role: ApproverRole; approvals: number } | { kind: 'BOARD'; boardId: string }
);

/** What the policy says of one change. */
export interface ChangePolicy {
  requirements: Requirement[];
  startsFirst: boolean;
}

/**
 * What the rules together say of a change: all that apply count. Of rules that ask the same role, the one that asks
 * most people counts; a board is asked once. In the order of the rules; every reason is given.
 */
export function policyFor(rules: readonly PolicyRule[], facts: PolicyFacts): ChangePolicy {
  const policy: ChangePolicy = { requirements: [], startsFirst: false };
  const asked = new Map<string, Requirement>();
  for (const rule of rules) {
    if (!applies(rule, facts)) continue;
    policy.startsFirst ||= rule.startsFirst;
    const requirement = requirementOf(rule, facts);
    if (requirement === null) continue;
    const key = requirement.kind === 'ROLE' ? requirement.role : requirement.boardId;
    const before = asked.get(key);
    asked.set(key, before ? together(before, requirement) : requirement);
  }
  return { ...policy, requirements: [...asked.values()] };
}

function applies(rule: PolicyRule, { kind, riskScore, leastHeadroomSeconds }: PolicyFacts): boolean {
  const { kinds, riskScoreFrom, headroomSecondsBelow } = rule;
  if (kinds.length > 0 && !kinds.includes(kind)) return false;
  if (riskScoreFrom !== null && !(riskScore !== null && riskScore >= riskScoreFrom)) return false;
  if (headroomSecondsBelow === null) return true;
  return leastHeadroomSeconds !== null && leastHeadroomSeconds < headroomSecondsBelow;
}

function requirementOf(rule: PolicyRule, facts: PolicyFacts): Requirement | null {
  const reason = reasonOf(rule, facts);
  if (rule.boardId !== null) return { kind: 'BOARD', boardId: rule.boardId, reason };
  if (rule.role === null) return null;
  return { kind: 'ROLE', role: rule.role, approvals: rule.approvals, reason };
}

function reasonOf(rule: PolicyRule, { kind, riskScore, leastHeadroomSeconds }: PolicyFacts): string {
  const because = [
    ...(rule.kinds.length > 0 ? [`kind ${kind}`] : []),
    ...(rule.riskScoreFrom === null ? [] : [`risk ${rounded(riskScore!)}, from ${rule.riskScoreFrom} on`]),
    ...(rule.headroomSecondsBelow === null
      ? []
      : [`least headroom ${rounded(leastHeadroomSeconds!)} s, below ${rule.headroomSecondsBelow} s`]),
  ];
  return because.length === 0 ? rule.name : `${rule.name} (${because.join('; ')})`;
}

function together(before: Requirement, next: Requirement): Requirement {
  const reason = `${before.reason}; ${next.reason}`;
  if (before.kind === 'BOARD' || next.kind === 'BOARD') return { ...before, reason };
  return { ...before, approvals: Math.max(before.approvals, next.approvals), reason };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

const ALL_OTHERS: readonly ChangeKindName[] = ['STANDARD', 'NORMAL'];
const UNCONDITIONAL = {
  kinds: ALL_OTHERS,
  riskScoreFrom: null,
  headroomSecondsBelow: null,
  role: 'manager',
  approvals: 1,
  boardId: null,
  startsFirst: false,
} as const satisfies Omit<PolicyRule, 'name'>;

/**
 * The policy where none is on record: a manager agrees to every change. One of a risk of 50 or more, and one that
 * leaves some customer without headroom, goes to the board besides, or where there is none to two managers. An
 * emergency needs one manager alone: it is reviewed afterwards.
 */
export function defaultPolicy(boardId: string | null): PolicyRule[] {
  const asked = boardId === null ? { role: 'manager' as const, approvals: 2 } : { role: null, boardId };
  return [
    { ...UNCONDITIONAL, name: 'A manager agrees' },
    { ...UNCONDITIONAL, ...asked, name: 'High risk', riskScoreFrom: 50 },
    { ...UNCONDITIONAL, ...asked, name: 'No headroom left', headroomSecondsBelow: 0 },
    { ...UNCONDITIONAL, name: 'Emergency', kinds: ['EMERGENCY'] },
  ];
}
