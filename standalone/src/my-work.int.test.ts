import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Principal } from '@plimsoll/shared';
import { ADMIN, testPlatform } from './testing/test-platform.js';

/** The request of the contract, word for word. */
const MY_WORK = readFileSync(join(__dirname, '../../cli/src/end-to-end/contract/my-work.graphql'), 'utf8');

interface Work {
  id: string;
  name: string;
  roles: string[];
  agent: {
    onCall: { rotation: { name: string }; until: string }[];
    workList: {
      totalCount: number;
      nodes: {
        why: string;
        dueAt: string | null;
        change: { id: string; title: string } | null;
        ticket: Record<string, unknown> | null;
      }[];
    };
    queues: { queue: { name: string }; waitingCount: number }[];
  } | null;
}

describe('what somebody has to do, through the gateway', () => {
  const platform = testPlatform();
  const people: Record<string, string> = {};

  const ask = async <Data>(
    query: string,
    variables: Record<string, unknown> = {},
    caller: Principal = ADMIN,
  ): Promise<Data> => {
    const { data, errors } = await platform.ask<Data>(caller, query, variables);
    expect(errors).toEqual([]);
    return data as Data;
  };
  const as = (who: 'ines' | 'olga', ...roles: Principal['roles'][number][]): Principal => ({
    subject: who,
    roles,
    personId: people[who] ?? '',
  });
  const found = async (query: string) => (await ask<{ found: { id: string } }>(query)).found.id;

  beforeAll(async () => {
    await platform.import('importAgreements', [
      { external_id: 'gold', name: 'Gold', valid_from: '2020-01-01', uptime_target: '99.9' },
    ]);
    await platform.import('importSupportLevels', [
      { external_id: 'premier', name: 'Premier', agreement: 'gold' },
    ]);
    await platform.import('importProducts', [{ external_id: 'orders', name: 'Orders' }]);
    await platform.import('importPeople', [
      { external_id: 'ines', name: 'Ines Agent' },
      { external_id: 'olga', name: 'Olga Manager' },
    ]);
    await platform.import('importPartners', [{ external_id: 'arbor', name: 'Arbor' }]);
    await platform.import('importCustomers', [
      { external_id: 'alder', name: 'Alder company', time_zone: 'Europe/Berlin', partner: 'arbor' },
    ]);
    await platform.import('importEntitlements', [
      {
        customer: 'alder',
        product: 'orders',
        agreement: 'gold',
        support_level: 'premier',
        valid_from: '2020-01-01',
      },
    ]);
    await platform.import('importContacts', [{ external_id: 'una', customer: 'alder', name: 'Una Contact' }]);
    await platform.settled();
    await platform.import('importAssets', [{ external_id: 'web', name: 'Web', kind: 'service' }]);
    for (const who of ['ines', 'olga']) {
      people[who] = await found(`{ found: personByExternalId(source: "test", externalId: "${who}") { id } }`);
    }
    await platform.settled();
    await platform.import('importQueues', [{ external_id: 'mail', name: 'Mail', members: 'ines' }]);
    await platform.import('importTickets', [
      {
        external_id: 'T-1',
        subject: 'It is slow',
        customer: 'alder',
        contact: 'una',
        kind: 'incident',
        asset: 'web',
        assignee: 'ines',
        priority: 'P1',
        queue: 'mail',
        opened_at: new Date().toISOString(),
      },
      { external_id: 'T-2', subject: 'Unread', queue: 'mail', opened_at: new Date().toISOString() },
      {
        external_id: 'T-3',
        subject: 'Which one?',
        customer: 'alder',
        contact: 'una',
        status: 'WAITING_ON_CUSTOMER',
        opened_at: new Date().toISOString(),
      },
    ]);
    const input = {
      idempotencyKey: 'on-call',
      name: 'Platform',
      timeZone: 'Europe/Berlin',
      layers: [{ name: 'primary', personIds: [people['ines']], startsOn: '2026-03-02' }],
    };
    const { made } = await ask<{ made: { userErrors: unknown[] } }>(
      'mutation ($input: CreateOnCallRotationInput!) { made: createOnCallRotation(input: $input) { userErrors { message } } }',
      { input },
    );
    expect(made.userErrors).toEqual([]);
  }, 60_000);

  it('answers MyWork of the contract, with every field from its owner', async () => {
    const { me } = await ask<{ me: Work }>(MY_WORK, {}, as('ines', 'agent'));
    expect(me).toMatchObject({ id: people['ines'], name: 'Ines Agent', roles: ['agent'] });
    expect(me.agent?.onCall).toMatchObject([{ rotation: { name: 'Platform' } }]);
    expect(me.agent?.queues).toMatchObject([{ queue: { name: 'Mail' }, waitingCount: 1 }]);
    expect(me.agent?.workList).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          why: 'ASSIGNED',
          change: null,
          ticket: {
            subject: 'It is slow',
            customer: { name: 'Alder company', supportLevel: { name: 'Premier' } },
            assets: { nodes: [{ name: 'Web' }] },
            suggestedArticles: [],
          },
        },
      ],
    });
  });

  it('has changes that wait for the decision of whoever asks, in a role of theirs', async () => {
    const change = 'change { id version } userErrors { code message }';
    const from = new Date(Date.now() + 86_400_000);
    let { step } = await ask<{ step: { change: { id: string; version: number }; userErrors: unknown[] } }>(
      `mutation ($input: DraftChangeInput!) { step: draftChange(input: $input) { ${change} } }`,
      {
        input: {
          idempotencyKey: 'patch',
          title: 'Patch the web',
          assetIds: [await found('{ found: assetByExternalId(source: "test", externalId: "web") { id } }')],
          window: { from: from.toISOString(), to: new Date(from.getTime() + 3_600_000).toISOString() },
        },
      },
      as('ines', 'operator'),
    );
    for (const name of ['assessChange', 'submitChange']) {
      ({ step } = await ask<{ step: typeof step }>(
        `mutation ($input: ChangeStepInput!) { step: ${name}(input: $input) { ${change} } }`,
        { input: { id: step.change.id, expectedVersion: step.change.version } },
        as('ines', 'operator'),
      ));
      expect(step.userErrors).toEqual([]);
    }
    const { me } = await ask<{ me: Work }>(MY_WORK, {}, as('olga', 'manager'));
    expect(me.agent?.workList.nodes).toEqual([
      {
        why: 'APPROVAL_OWED',
        dueAt: from.toISOString(),
        change: { id: step.change.id, title: 'Patch the web' },
        ticket: null,
      },
    ]);
    const { me: own } = await ask<{ me: Work }>(MY_WORK, {}, as('ines', 'manager'));
    expect(own.agent?.workList.nodes.map(({ why }) => why)).toEqual(['ASSIGNED']);
  });

  it('has what waits for a contact and for a reseller, and their names', async () => {
    const own = `workList { nodes { why ticket { subject customer { name } } } }`;
    const query = `{ me { name agent { id } partner { ${own} } contact { contact { name } ${own} } } }`;
    const waiting = {
      workList: {
        nodes: [
          { why: 'ANSWER_OWED', ticket: { subject: 'Which one?', customer: { name: 'Alder company' } } },
        ],
      },
    };
    const partnerId = await found(
      '{ found: partnerByExternalId(source: "test", externalId: "arbor") { id } }',
    );
    expect(await ask(query, {}, { subject: 'p', roles: ['partner'], partnerId })).toEqual({
      me: { name: 'Arbor', agent: null, contact: null, partner: waiting },
    });
    const contactId = await found('{ found: contactByExternalId(source: "test", externalId: "una") { id } }');
    const customerId = await found(
      '{ found: customerByExternalId(source: "test", externalId: "alder") { id } }',
    );
    expect(await ask(query, {}, { subject: 'c', roles: ['contact'], contactId, customerId })).toEqual({
      me: {
        name: 'Una Contact',
        agent: null,
        partner: null,
        contact: { contact: { name: 'Una Contact' }, ...waiting },
      },
    });
  });
});
