import { ADMIN, type TestPlatform } from '../../testing/test-platform.js';
import { capital, PARTNERS } from './company.fixture.js';
import type { Records } from '../records.js';

/** Gives each reseller a key that may read, which no file brings; the secrets by reseller. */
export async function issueKeys(platform: TestPlatform, records: Records): Promise<Map<string, string>> {
  const secrets = new Map<string, string>();
  for (const word of PARTNERS) {
    const [partner] = records.of('Partner', word);
    const { data, errors } = await platform.ask<{ createApiKey: { secret: string | null } }>(
      ADMIN,
      `mutation IssueKey($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id } secret } }`,
      { input: { idempotencyKey: word, partnerId: partner?.id, name: `${word} key`, scopes: ['READ'] } },
    );
    if (!data?.createApiKey.secret) throw new Error(JSON.stringify(errors));
    secrets.set(word, data.createApiKey.secret);
  }
  return secrets;
}

/** Brands the company and its resellers, which no file does. Each reseller says all that the one above it does, so that nothing of it shows. */
export async function dress(platform: TestPlatform, records: Records): Promise<void> {
  const owners = PARTNERS.map((word) => [word, records.of('Partner', word)[0]?.id] as const);
  for (const [word, partnerId] of [['catalogue', undefined] as const, ...owners]) {
    const { data, errors } = await platform.ask<{ setBranding: { userErrors: unknown[] } }>(
      ADMIN,
      `mutation Dress($input: SetBrandingInput!) { setBranding(input: $input) { userErrors { message } } }`,
      { input: { partnerId, branding: { productName: `${capital(word)} desk` } } },
    );
    if (data?.setBranding.userErrors.length !== 0) throw new Error(JSON.stringify([data, errors]));
  }
}

/** Makes a template of replies, and takes a message that nobody is known to have sent, which no file brings. */
export async function converse(platform: TestPlatform): Promise<void> {
  const { data, errors } = await platform.ask<Record<string, { userErrors: unknown[] }>>(
    ADMIN,
    `mutation Converse($template: CreateReplyTemplateInput!, $message: ReceiveMessageInput!) {
       createReplyTemplate(input: $template) { userErrors { message } }
       receiveMessage(input: $message) { userErrors { message } } }`,
    {
      template: { idempotencyKey: 'replies', name: 'Granite reply', body: 'Granite greetings' },
      message: {
        source: 'granite',
        channel: 'EMAIL',
        messageId: 'granite',
        subject: 'Granite',
        text: 'Granite',
      },
    },
  );
  const results = Object.values(data ?? {});
  if (results.length !== 2 || results.some(({ userErrors }) => userErrors.length > 0)) {
    throw new Error(JSON.stringify([data, errors]));
  }
}

/** Gives somebody of the desk a profile with a skill, and puts rules for the way of tickets in force. */
export async function staffDesk(platform: TestPlatform, records: Records): Promise<void> {
  const [person] = records.of('Person');
  const [queue] = records.of('Queue');
  const made = async (mutation: string, input: object): Promise<{ id: string; version: number }> => {
    const field = { createSkill: 'skill', createAgent: 'agent' }[mutation] ?? 'ruleSet';
    const type = mutation.startsWith('publish') ? 'RoutingRuleSetStepInput' : `${capital(mutation)}Input`;
    const { data, errors } = await platform.ask<{
      made: Record<string, { id: string; version: number } | null>;
    }>(
      ADMIN,
      `mutation Make($input: ${type}!) { made: ${mutation}(input: $input) { ${field} { id version } } }`,
      { input },
    );
    const record = data?.made[field];
    if (!record) throw new Error(JSON.stringify([data, errors]));
    return record;
  };
  const skill = await made('createSkill', { idempotencyKey: 'skill', name: 'Granite skill' });
  const skills = [{ skillId: skill.id, level: 3 }];
  await made('createAgent', { idempotencyKey: 'agent', personId: person?.id, skills });
  const draft = await made('createRoutingRuleSet', {
    idempotencyKey: 'rules',
    name: 'Granite rules',
    fallbackQueueId: queue?.id,
    rules: [{ name: 'Granite rule', when: {}, queueId: queue?.id }],
  });
  await made('publishRoutingRuleSet', { id: draft.id, expectedVersion: draft.version });
}

/** Makes a template of agreements, which no file brings. */
export async function draftTemplate(platform: TestPlatform): Promise<void> {
  const { data, errors } = await platform.ask<{ createAgreementTemplate: { userErrors: unknown[] } }>(
    ADMIN,
    `mutation DraftTemplate($input: CreateAgreementTemplateInput!) { createAgreementTemplate(input: $input) { userErrors { message } } }`,
    { input: { idempotencyKey: 'template', name: 'Granite template', uptimeTarget: '99.9' } },
  );
  if (data?.createAgreementTemplate.userErrors.length !== 0) throw new Error(JSON.stringify([data, errors]));
}
