import { DEMONSTRATION_ROUTING } from '@plimsoll/demonstration';
import type { PlatformClient } from '../../platform/platform.client.js';

const { name, rules, fallbackQueue } = DEMONSTRATION_ROUTING;

/** Puts the routing rules of the demonstration company in force, which no file carries; rules that are in force stay. */
export async function routeTickets(client: PlatformClient, source: string): Promise<void> {
  const { data: before } = await client.request<{ liveRoutingRules: object | null }>(
    'query Rules { liveRoutingRules { id } }',
    {},
  );
  if (before.liveRoutingRules) return;
  const ids = await idsOf(client, source);
  const { data } = await client.request<{ draft: { ruleSet: { id: string; version: number } | null } }>(
    `mutation Draft($input: CreateRoutingRuleSetInput!) {
       draft: createRoutingRuleSet(input: $input) { ruleSet { id version } userErrors { code } }
     }`,
    {
      input: {
        idempotencyKey: 'demonstration-routing',
        name,
        fallbackQueueId: ids.get(fallbackQueue),
        rules: rules.map(({ queue, team, skills, supportLevels, when, ...rule }) => ({
          ...rule,
          when: { ...when, supportLevelIds: supportLevels.map((level) => ids.get(level)) },
          queueId: ids.get(queue),
          teamId: ids.get(team),
          skills: skills.map(({ skill, level }) => ({ skillId: ids.get(skill), level })),
        })),
      },
    },
  );
  const draft = data.draft.ruleSet;
  if (!draft) return;
  await client.request(
    `mutation Publish($input: RoutingRuleSetStepInput!) {
       publishRoutingRuleSet(input: $input) { userErrors { code } }
     }`,
    { input: { id: draft.id, expectedVersion: draft.version } },
  );
}

/** The ids of all records that the rules name, by external id. */
async function idsOf(client: PlatformClient, source: string): Promise<Map<string, string>> {
  const named = new Map<string, string>([[fallbackQueue, 'queue']]);
  for (const { queue, team, skills, supportLevels } of rules) {
    named.set(queue, 'queue');
    named.set(team, 'team');
    for (const { skill } of skills) named.set(skill, 'skill');
    for (const level of supportLevels) named.set(level, 'supportLevel');
  }
  const fields = [...named].map(
    ([key, noun], index) =>
      `r${index}: ${noun}ByExternalId(source: $source, externalId: ${JSON.stringify(key)}) { id }`,
  );
  const { data } = await client.request<Record<string, { id: string } | null>>(
    `query Named($source: String!) { ${fields.join(' ')} }`,
    { source },
  );
  return new Map(
    [...named.keys()].flatMap((key, index) => {
      const record = data[`r${index}`];
      return record ? [[key, record.id] as const] : [];
    }),
  );
}
