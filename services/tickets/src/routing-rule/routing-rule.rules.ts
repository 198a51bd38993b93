import { invalid } from '@plimsoll/shared';
import type { SkillLevel } from '../agent/index.js';

/** Which tickets a rule takes: all conditions must hold; an empty list and null ask nothing. */
export interface RoutingConditions {
  kinds: string[];
  channels: string[];
  priorities: string[];
  severities: string[];
  tiers: string[];
  categories: string[];
  segments: string[];
  regions: string[];
  languages: string[];
  assetKinds: string[];
  customerIds: string[];
  supportLevelIds: string[];
  productIds: string[];
  assetIds: string[];
  /** Some of these stands in the subject, in any case. */
  words: string[];
  /** Whether a designated contact of the customer asks. */
  designatedContact: boolean | null;
  /** Whether it is known for which customer the ticket is. */
  hasCustomer: boolean | null;
  /** While this calendar works. */
  duringCalendarId: string | null;
}

/** How a rule finds the person. */
export type RoutingAssignmentName = 'LEAST_LOADED' | 'ROUND_ROBIN' | 'NOBODY';

/** A rule: which tickets it takes, and where these go. */
export interface RoutingRule {
  name: string;
  when: RoutingConditions;
  queueId: string;
  /** Whose people are asked; null: those of the queue. */
  teamId: string | null;
  /** For a ticket that has none. */
  tier: string | null;
  /** All of them are needed, each to this level at least. */
  skills: SkillLevel[];
  inCustomersLanguage: boolean;
  toDesignatedAnalyst: boolean;
  assign: RoutingAssignmentName;
}

/** What is known of a ticket when it is routed. */
export interface RoutingFacts {
  kind: string;
  channel: string | null;
  priority: string;
  severity: string | null;
  tier: string | null;
  category: string | null;
  subject: string;
  customerId: string | null;
  segment: string | null;
  region: string | null;
  /** ISO 639 code. */
  language: string | null;
  designatedContact: boolean;
  /** Of the customer's entitlements in force. */
  supportLevelIds: readonly string[];
  productId: string | null;
  assetIds: readonly string[];
  assetKinds: readonly string[];
  /** Which of the calendars that the rules name work at the instant. */
  workingCalendarIds: ReadonlySet<string>;
}

/** The rule that takes a ticket, its place among the rules from 1, and what of the ticket made it. */
export interface RuleMatch {
  rule: RoutingRule;
  place: number;
  because: string[];
}

/** Conditions that ask nothing. */
export const NO_CONDITIONS: Readonly<RoutingConditions> = {
  kinds: [],
  channels: [],
  priorities: [],
  severities: [],
  tiers: [],
  categories: [],
  segments: [],
  regions: [],
  languages: [],
  assetKinds: [],
  customerIds: [],
  supportLevelIds: [],
  productIds: [],
  assetIds: [],
  words: [],
  designatedContact: null,
  hasCustomer: null,
  duringCalendarId: null,
};

/** What each list of a rule is compared with, and how it is called in a reason. */
const LISTS: [keyof RoutingConditions, string, (facts: RoutingFacts) => readonly (string | null)[]][] = [
  ['kinds', 'kind', (facts) => [facts.kind]],
  ['channels', 'channel', (facts) => [facts.channel]],
  ['priorities', 'priority', (facts) => [facts.priority]],
  ['severities', 'severity', (facts) => [facts.severity]],
  ['tiers', 'tier', (facts) => [facts.tier]],
  ['categories', 'category', (facts) => [facts.category]],
  ['customerIds', 'customer', (facts) => [facts.customerId]],
  ['segments', 'segment', (facts) => [facts.segment]],
  ['regions', 'region', (facts) => [facts.region]],
  ['languages', 'language', (facts) => [facts.language]],
  ['supportLevelIds', 'support level', (facts) => facts.supportLevelIds],
  ['productIds', 'product', (facts) => [facts.productId]],
  ['assetIds', 'asset', (facts) => facts.assetIds],
  ['assetKinds', 'asset kind', (facts) => facts.assetKinds],
];

/**
 * Why a rule takes a ticket, one text a condition; null: it does not take it.
 *
 * @param nameOf how a record is called in a reason
 */
function matchOf(rule: RoutingRule, facts: RoutingFacts, nameOf: (id: string) => string): string[] | null {
  const { when } = rule;
  const because: string[] = [];
  if (when.designatedContact !== null) {
    if (when.designatedContact !== facts.designatedContact) return null;
    because.push(when.designatedContact ? 'a designated contact asks' : 'no designated contact asks');
  }
  if (when.hasCustomer !== null) {
    if (when.hasCustomer !== (facts.customerId !== null)) return null;
    because.push(when.hasCustomer ? 'the customer is known' : 'no customer is known');
  }
  for (const [condition, label, valuesOf] of LISTS) {
    const wanted = when[condition] as string[];
    if (wanted.length === 0) continue;
    const found = valuesOf(facts).find((value) => value !== null && wanted.includes(value));
    if (found == null) return null;
    because.push(`${label} ${nameOf(found)}`);
  }
  if (when.words.length > 0) {
    const subject = facts.subject.toLowerCase();
    const word = when.words.find((one) => subject.includes(one.toLowerCase()));
    if (word === undefined) return null;
    because.push(`"${word}" in the subject`);
  }
  if (when.duringCalendarId !== null) {
    if (!facts.workingCalendarIds.has(when.duringCalendarId)) return null;
    because.push('within its hours');
  }
  return because;
}

/**
 * The rule that takes a ticket: rules for designated contacts come first, then all others, each in their order; the
 * first that takes it does. Null: none takes it.
 */
export function ruleFor(
  rules: readonly RoutingRule[],
  facts: RoutingFacts,
  nameOf: (id: string) => string,
): RuleMatch | null {
  const placed = rules.map((rule, index) => ({ rule, place: index + 1 }));
  const isFirst = ({ rule }: { rule: RoutingRule }) => rule.when.designatedContact === true;
  for (const { rule, place } of [...placed.filter(isFirst), ...placed.filter((one) => !isFirst(one))]) {
    const because = matchOf(rule, facts, nameOf);
    if (because) return { rule, place, because };
  }
  return null;
}

/** How a rule that took a ticket is told as a reason. */
export function describeMatch({ rule, place, because }: RuleMatch): string {
  const why = because.length > 0 ? because.join(', ') : 'takes every ticket';
  return `Rule ${place} "${rule.name}": ${why}.`;
}

const MOST_RULES = 200;
const MOST_VALUES = 200;

/**
 * Refuses rules that cannot stand together: more than 200, two of one name, a condition with more than 200 values, and
 * one that takes every ticket before others, which then never take any.
 *
 * @throws DomainError `INVALID` naming the rule
 */
export function checkRules(rules: readonly RoutingRule[]): void {
  if (rules.length > MOST_RULES) throw invalid(`A set has at most ${MOST_RULES} rules.`, ['rules']);
  const names = new Set<string>();
  rules.forEach((rule, index) => {
    const path = ['rules', String(index)];
    const key = rule.name.toLowerCase();
    if (names.has(key))
      throw invalid(`Two rules are called ${JSON.stringify(rule.name)}.`, [...path, 'name']);
    names.add(key);
    for (const [condition, values] of Object.entries(rule.when)) {
      if (Array.isArray(values) && values.length > MOST_VALUES) {
        throw invalid(`A condition has at most ${MOST_VALUES} values.`, [...path, 'when', condition]);
      }
    }
    if (takesAll(rule) && rules.slice(index + 1).some(({ when }) => when.designatedContact !== true)) {
      throw invalid(
        `${JSON.stringify(rule.name)} takes every ticket; the rules after it would take none. Put it last.`,
        [...path, 'when'],
      );
    }
  });
}

function takesAll({ when }: RoutingRule): boolean {
  return Object.values(when).every((value) => value === null || (Array.isArray(value) && value.length === 0));
}

/** The calendars that rules name. */
export function calendarsOf(rules: readonly RoutingRule[]): string[] {
  return [...new Set(rules.flatMap(({ when }) => when.duringCalendarId ?? []))];
}

/** The records that the conditions of rules name, by which their reasons call them. */
export function namedRecords(rules: readonly RoutingRule[]) {
  const all = (condition: 'customerIds' | 'supportLevelIds' | 'productIds' | 'assetIds') => [
    ...new Set(rules.flatMap(({ when }) => when[condition])),
  ];
  return {
    customerIds: all('customerIds'),
    supportLevelIds: all('supportLevelIds'),
    productIds: all('productIds'),
    assetIds: all('assetIds'),
  };
}
