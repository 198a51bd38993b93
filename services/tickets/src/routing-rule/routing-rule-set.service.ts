import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  DomainError,
  invalid,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requireSeen } from '../account/index.js';
import { checkLanguages } from '../agent/index.js';
import { queueRecords } from '../queue/index.js';
import { checkSkillLevels } from '../skill/index.js';
import { teamRecords } from '../team/index.js';
import { calendarsOf, checkRules, namedRecords, type RoutingRule } from './routing-rule.rules.js';
import {
  findLiveRuleSet,
  lockLiveRuleSet,
  ruleSetRecords,
  unknownSupportLevels,
  type RoutingRuleSetRecord,
} from './routing-rule-set.store.js';
import type {
  CreateRoutingRuleSetInput,
  RoutingRuleInput,
  RuleSetStepInput,
  UpdateRoutingRuleSetInput,
} from './routing-rule-set.types.js';

/** Drafts a set of rules: those given, else those of another set. Roles: admin, manager. */
export async function createRuleSet(
  context: RequestContext,
  input: CreateRoutingRuleSetInput,
): Promise<RoutingRuleSetRecord> {
  authorize(context, 'admin', 'manager');
  return createOnce(context, ruleSetRecords, {
    prefix: 'rrs',
    mutation: 'createRoutingRuleSet',
    input,
    values: async (tx) => {
      const base =
        input.basedOnId == null ? null : await ruleSetRecords.require(tx, input.basedOnId, ['basedOnId']);
      const fallbackQueueId = input.fallbackQueueId ?? base?.fallbackQueueId;
      if (fallbackQueueId === undefined) {
        throw invalid('Say to which queue a ticket goes that no rule takes.', ['fallbackQueueId']);
      }
      await queueRecords.require(tx, fallbackQueueId, ['fallbackQueueId']);
      return {
        name: checkText(input.name, 'name'),
        status: 'DRAFT' as const,
        rules: input.rules == null ? (base?.rules ?? []) : await checkedRules(tx, input.rules),
        fallbackQueueId,
        basedOnId: base?.id ?? null,
        createdAt: context.now,
        liveFrom: null,
        liveTo: null,
      };
    },
  });
}

/** Edits a draft. Roles: admin, manager. */
export async function updateRuleSet(
  context: RequestContext,
  input: UpdateRoutingRuleSetInput,
): Promise<RoutingRuleSetRecord> {
  authorize(context, 'admin', 'manager');
  return step(context, input, async (tx) => {
    const { name, rules, fallbackQueueId } = input;
    if (fallbackQueueId != null) await queueRecords.require(tx, fallbackQueueId, ['fallbackQueueId']);
    return {
      ...(name == null ? {} : { name: checkText(name, 'name') }),
      ...(rules == null ? {} : { rules: await checkedRules(tx, rules) }),
      ...(fallbackQueueId == null ? {} : { fallbackQueueId }),
    };
  });
}

/** Puts a draft in force, in place of the set that is; that one is retired. Roles: admin, manager. */
export async function publishRuleSet(
  context: RequestContext,
  input: RuleSetStepInput,
): Promise<RoutingRuleSetRecord> {
  authorize(context, 'admin', 'manager');
  return context.session.transaction(async (tx) => {
    await lockLiveRuleSet(tx);
    const author = authorOf(context, input.reason?.trim() || null);
    const live = await findLiveRuleSet(tx);
    if (live && live.id !== input.id) {
      await ruleSetRecords.updateAll(tx, author, [
        [live, { ...live, status: 'RETIRED', liveTo: context.now }],
      ]);
    }
    return ruleSetRecords.update(tx, author, input.id, input.expectedVersion, async (current) => {
      requireDraft(current);
      // What it names may be gone since it was drafted.
      await requireRecords(tx, current.rules);
      return { status: 'LIVE', liveFrom: context.now };
    });
  });
}

/** Gives a draft up; it stays on record. Roles: admin, manager. */
export async function withdrawRuleSet(
  context: RequestContext,
  input: RuleSetStepInput,
): Promise<RoutingRuleSetRecord> {
  authorize(context, 'admin', 'manager');
  return step(context, input, () => ({ status: 'WITHDRAWN' }));
}

function step(
  context: RequestContext,
  input: RuleSetStepInput,
  change: (tx: Session) => Partial<RoutingRuleSetRecord> | Promise<Partial<RoutingRuleSetRecord>>,
): Promise<RoutingRuleSetRecord> {
  const author = authorOf(context, input.reason?.trim() || null);
  return context.session.transaction((tx) =>
    ruleSetRecords.update(tx, author, input.id, input.expectedVersion, (current) => {
      requireDraft(current);
      return change(tx);
    }),
  );
}

function requireDraft({ status }: RoutingRuleSetRecord): void {
  if (status !== 'DRAFT') {
    throw new DomainError(
      'INVALID_TRANSITION',
      `This set is ${status}; only a draft changes. Draft another one based on it.`,
      ['id'],
    );
  }
}

async function checkedRules(tx: Session, given: readonly RoutingRuleInput[]): Promise<RoutingRule[]> {
  const rules: RoutingRule[] = [];
  for (const [index, rule] of given.entries()) {
    const path = ['rules', String(index)];
    const { when } = rule;
    rules.push({
      name: checkText(rule.name, 'name'),
      when: {
        kinds: [...when.kinds],
        channels: [...when.channels],
        priorities: [...when.priorities],
        severities: [...when.severities],
        tiers: [...when.tiers],
        categories: texts(when.categories, 'categories'),
        segments: texts(when.segments, 'segments'),
        regions: texts(when.regions, 'regions'),
        languages: checkLanguages(when.languages),
        assetKinds: texts(when.assetKinds, 'assetKinds'),
        customerIds: [...new Set(when.customerIds)],
        supportLevelIds: [...new Set(when.supportLevelIds)],
        productIds: [...new Set(when.productIds)],
        assetIds: [...new Set(when.assetIds)],
        words: texts(when.words, 'words'),
        designatedContact: when.designatedContact ?? null,
        hasCustomer: when.hasCustomer ?? null,
        duringCalendarId: when.duringCalendarId ?? null,
      },
      queueId: rule.queueId,
      teamId: rule.teamId ?? null,
      tier: rule.tier ?? null,
      skills: await checkSkillLevels(tx, rule.skills, [...path, 'skills']),
      inCustomersLanguage: rule.inCustomersLanguage,
      toDesignatedAnalyst: rule.toDesignatedAnalyst,
      assign: rule.assign,
    });
  }
  checkRules(rules);
  await requireRecords(tx, rules);
  return rules;
}

function texts(values: readonly string[], field: string): string[] {
  return [...new Set(values.map((value) => checkText(value, field)))];
}

/** Refuses rules that name what is not on record. @throws DomainError `NOT_FOUND` */
async function requireRecords(tx: Session, rules: readonly RoutingRule[]): Promise<void> {
  const missing = (noun: string, id: string) =>
    new DomainError('NOT_FOUND', `There is no ${noun} ${JSON.stringify(id.slice(0, 80))}.`, ['rules']);
  const queueIds = [...new Set(rules.map(({ queueId }) => queueId))];
  const queues = await queueRecords.findByIds(tx, queueIds);
  const noQueue = queueIds.find((id) => !queues.has(id));
  if (noQueue !== undefined) throw missing('queue', noQueue);
  const teamIds = [...new Set(rules.flatMap(({ teamId }) => teamId ?? []))];
  const teams = await teamRecords.findByIds(tx, teamIds);
  const noTeam = teamIds.find((id) => !teams.has(id));
  if (noTeam !== undefined) throw missing('team', noTeam);
  const named = namedRecords(rules);
  const [noLevel] = await unknownSupportLevels(tx, named.supportLevelIds);
  if (noLevel !== undefined) throw missing('support level', noLevel);
  await requireSeen(tx, 'customer', named.customerIds, ['rules']);
  await requireSeen(tx, 'product', named.productIds, ['rules']);
  await requireSeen(tx, 'asset', named.assetIds, ['rules']);
  await requireSeen(tx, 'calendar', calendarsOf(rules), ['rules']);
}
