import 'reflect-metadata';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@plimsoll/shared';
import { Webhook } from 'standardwebhooks';
import { accountService, idOf, loadAccounts, NOW } from '../account.fixture.js';
import type { TenantSpec } from '../tenant/index.js';
import { chooseProvisioner, readProvisionerChoice, type Provisioner } from './index.js';

const service = accountService();
const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;
let spec: TenantSpec;

async function startedSubscription(): Promise<string> {
  const { startSubscription } = await service.run<{ startSubscription: { subscription: { id: string } } }>(
    `mutation ($input: StartSubscriptionInput!) { startSubscription(input: $input) { subscription { id } } }`,
    {
      input: {
        idempotencyKey: newId('key'),
        customerId: await idOf(service, 'customer', 'alder'),
        planId: await idOf(service, 'plan', 'basic'),
      },
    },
  );
  return startSubscription.subscription.id;
}
const tenant = (id: string) =>
  service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    const rows = await tx.query<Record<string, unknown>>(
      'select status, quantity, reference, provisioner from tenant where id = $1',
      [id],
    );
    return rows[0] ?? null;
  });
const chosen = (environment: Record<string, string>): Provisioner =>
  chooseProvisioner(readProvisionerChoice(environment), {
    database: service.test.database,
    clock: () => NOW,
  })(spec.productId);

beforeAll(async () => {
  await loadAccounts(service);
});
beforeEach(async () => {
  spec = {
    tenantId: newId('tnt'),
    customerId: await idOf(service, 'customer', 'alder'),
    subscriptionId: await startedSubscription(),
    productId: await idOf(service, 'product', 'orders'),
    planId: await idOf(service, 'plan', 'basic'),
    kind: 'STANDARD',
    podId: await idOf(service, 'pod', 'pod-eu'),
    quantity: 2,
    branding: null,
    members: [],
  };
});

describe('the embedded provisioner', () => {
  it('does an operation once for its key, and answers it again', async () => {
    const embedded = chosen({});
    await embedded.create(spec, 'op-1');
    expect(await tenant(spec.tenantId)).toMatchObject({ status: 'CREATING', quantity: 2 });
    await embedded.resize({ ...spec, quantity: 5 }, 'op-2');
    await embedded.resize({ ...spec, quantity: 9 }, 'op-2');
    await embedded.create(spec, 'op-1');
    expect(await tenant(spec.tenantId)).toMatchObject({ status: 'CREATING', quantity: 5 });
    await Promise.all([1, 2, 3].map(() => embedded.activateContacts(spec, 'op-3')));
    expect(await tenant(spec.tenantId)).toMatchObject({ status: 'ACTIVE', provisioner: 'embedded' });
  });

  it('refuses what cannot be: a second tenant, a missing one, a stranger, whatever follows the deletion', async () => {
    const embedded = chosen({});
    await embedded.create(spec, `${spec.tenantId}-1`);
    await expect(embedded.create({ ...spec, tenantId: newId('tnt') }, 'op-second')).rejects.toThrow(
      'already',
    );
    await expect(embedded.resize({ ...spec, tenantId: newId('tnt') }, 'op-missing')).rejects.toThrow(
      'no such',
    );
    await expect(
      embedded.activateContacts({ ...spec, members: ['con_1'] }, 'op-stranger'),
    ).rejects.toMatchObject({ name: 'ProvisionerRefused', message: 'con_1: no contact of the customer.' });
    await embedded.delete(spec, 'op-delete');
    await expect(embedded.resume(spec, 'op-late')).rejects.toThrow('deleted');
    expect(await tenant(spec.tenantId)).toMatchObject({ status: 'DELETED' });
    const never = { ...spec, tenantId: newId('tnt') };
    await embedded.delete(never, 'op-never');
    await expect(embedded.create(never, 'op-after')).rejects.toThrow('deleted');
  });
});

describe('a provisioner behind a webhook', () => {
  let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString('utf8')));
  });
  let url: string;
  const webhook = (more: Record<string, string> = {}) =>
    chosen({
      PROVISIONER_URL: url,
      PROVISIONER_SECRET: SECRET,
      PROVISIONER_ALLOW_PRIVATE: 'true',
      PROVISIONER_TIMEOUT_MS: '300',
      ...more,
    });
  const says = (status: number, text: string, headers: Record<string, string> = {}) => {
    answer = (_request, response) => void response.writeHead(status, headers).end(text);
  };

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is asked by a signed request whose id is the key, and what it says is on record', async () => {
    const seen: unknown[] = [];
    answer = (request, response, body) => {
      const headers = request.headers as Record<string, string>;
      // Both secrets sign while one is being replaced.
      for (const secret of [SECRET, OTHER]) new Webhook(secret).verify(body, headers);
      seen.push([request.method, request.url, headers['webhook-id'], JSON.parse(body)]);
      response.writeHead(200).end('{"status":"DONE","reference":"t-1"}');
    };
    const given = webhook({ PROVISIONER_SECRET: `${SECRET} ${OTHER}` });
    expect(await given.create(spec, 'pst_1')).toEqual({ reference: 't-1' });
    expect(seen).toEqual([['POST', '/hooks', 'pst_1', { type: 'tenant.create', data: spec }]]);
    expect(await tenant(spec.tenantId)).toEqual({
      status: 'CREATING',
      quantity: 2,
      reference: 't-1',
      provisioner: 'webhook',
    });
  });

  it('refuses for good with 4xx; whatever else it does is tried again', async () => {
    const refusal = async (status: number, text: string, expected: object) => {
      says(status, text);
      await expect(webhook().create(spec, 'pst_2')).rejects.toMatchObject(expected);
    };
    await refusal(422, '{"reason":"No such region."}', {
      name: 'ProvisionerRefused',
      message: 'No such region.',
    });
    await refusal(404, '<html>', {
      name: 'ProvisionerRefused',
      message: 'The provisioner refused it with status 404.',
    });
    for (const [status, text, message] of [
      [429, '', 'status 429'],
      [503, '', 'status 503'],
      [200, 'ok', 'answered something else'],
      [200, '{"status":"LATER"}', 'answered something else'],
      [202, '{"status":"PENDING"}', 'still at work'],
      [200, 'x'.repeat(70_000), 'more than 65536 bytes'],
    ] as const) {
      await refusal(status, text, {
        name: 'ProvisionerUnavailable',
        message: expect.stringContaining(message) as string,
      });
    }
    answer = () => undefined;
    await expect(webhook().create(spec, 'pst_2')).rejects.toThrow('no answer within 300 ms');
    says(302, '', { location: `${url}/elsewhere` });
    await expect(webhook().create(spec, 'pst_2')).rejects.toThrow('status 302');
    expect(await tenant(spec.tenantId)).toBeNull();
  });

  it('is not asked at a private address, by number or by name', async () => {
    const asked = (where: string) =>
      chosen({ PROVISIONER_URL: where, PROVISIONER_SECRET: SECRET }).create(spec, 'pst_3');
    for (const where of ['https://127.0.0.1/', 'https://[::1]/', 'https://localhost/', 'https://10.1.2.3/']) {
      await expect(asked(where)).rejects.toThrow(/private address|could not be asked/);
    }
  });
});

describe('the choice of a provisioner', () => {
  it('is the embedded one unless the environment says otherwise, for all products or for one', () => {
    const name = (environment: Record<string, string>) => chosen(environment).name;
    const hook = { PROVISIONER_URL: 'https://hooks.example/', PROVISIONER_SECRET: SECRET };
    expect(name({})).toBe('embedded');
    expect(name(hook)).toBe('webhook');
    expect(name({ ...hook, PROVISIONERS: JSON.stringify({ [spec.productId]: 'embedded' }) })).toBe(
      'embedded',
    );
    const one = { url: 'https://hooks.example/', secret: SECRET };
    expect(name({ PROVISIONERS: JSON.stringify({ [spec.productId]: one }) })).toBe('webhook');
    expect(name({ PROVISIONERS: JSON.stringify({ [newId('prd')]: one }) })).toBe('embedded');
  });

  it('is refused where it is not safe or not whole, without telling a secret', () => {
    for (const environment of [
      { PROVISIONER_URL: 'https://hooks.example/' },
      { PROVISIONER_URL: 'http://hooks.example/', PROVISIONER_SECRET: SECRET },
      { PROVISIONER_URL: 'https://user:hunter2@hooks.example/', PROVISIONER_SECRET: SECRET },
      { PROVISIONER_URL: 'https://hooks.example/', PROVISIONER_SECRET: 'whsec_c2hvcnQ=' },
      { PROVISIONERS: '{"prd_1": {"url": "https://hooks.example/"}}' },
      { PROVISIONER_TIMEOUT_MS: 'soon' },
    ]) {
      const read = () => readProvisionerChoice(environment);
      expect(read).toThrow(/PROVISIONER/);
      expect(read).not.toThrow(/c2hvcnQ|hunter2/);
    }
  });
});
