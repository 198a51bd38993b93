import { createHmac } from 'node:crypto';
import { CloudEvent, HTTP } from 'cloudevents';
import { DeployerService } from '../testing/deployer-service.js';
import { readWebhookSecrets } from './webhook-secrets.js';

const SECRET = 'github-secret-of-thirty-characters';
const OLD_SECRET = 'an-older-secret-still-in-use';
const CLOUD_SECRET = 'cloud-events-secret-0123456789';

// Computed here with the platform's own crypto, as GitHub documents it.
const signed = (body: string | Buffer, secret = SECRET) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const gitHub = (body: string | Buffer, over: Record<string, string> = {}) => ({
  'content-type': 'application/json',
  'x-github-event': 'deployment',
  'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
  'x-hub-signature-256': signed(body),
  ...over,
});
const codeOf = async (response: Response) => {
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  return [response.status, errors[0]?.extensions.code];
};

describe('webhooks of deployers', () => {
  let service: DeployerService;

  beforeAll(async () => {
    service = await DeployerService.start({ github: [SECRET, OLD_SECRET], cloudEvents: [CLOUD_SECRET] });
  });
  afterAll(() => service.gateway.stop());
  beforeEach(() => {
    service.handed.length = 0;
    service.away = false;
  });

  it('hand on what GitHub has signed, under the name of the webhook', async () => {
    const body = '{"action": "created", "note": "Grüße ☃"}';
    const response = await service.send('/github', body, gitHub(body));
    expect([response.status, await response.json()]).toEqual([
      202,
      { id: 'dev_1', outcome: 'APPLIED', reason: null, repeated: false },
    ]);
    expect(service.handed).toEqual([
      {
        deployer: 'GITHUB',
        deliveryId: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
        type: 'deployment',
        payload: { action: 'created', note: 'Grüße ☃' },
        principal: { subject: 'webhook:github', roles: [], gateway: true },
      },
    ]);
    const again = await service.send(
      '/github',
      body,
      gitHub(body, { 'x-hub-signature-256': signed(body, OLD_SECRET) }),
    );
    expect(await again.json()).toMatchObject({ repeated: true });
  });

  it.each([
    ['no signature', { 'x-hub-signature-256': '' }],
    ['another secret', { 'x-hub-signature-256': signed('{}', 'someone-elses-secret') }],
    ['the signature of another body', { 'x-hub-signature-256': signed('{ }') }],
    [
      'the older algorithm',
      { 'x-hub-signature-256': `sha1=${createHmac('sha1', SECRET).update('{}').digest('hex')}` },
    ],
    ['the secret of CloudEvents', { 'x-hub-signature-256': '', authorization: `Bearer ${CLOUD_SECRET}` }],
  ])('refuse %s', async (_, headers) => {
    expect(await codeOf(await service.send('/github', '{}', gitHub('{}', headers)))).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
    expect(service.handed).toEqual([]);
  });

  it('refuse what is too large or unreadable', async () => {
    const large = `{"a":"${'x'.repeat(70_000)}"}`;
    expect(await codeOf(await service.send('/github', large, gitHub(large)))).toEqual([
      413,
      'LIMIT_EXCEEDED',
    ]);
    for (const body of ['payload=%7B%7D', '[]', 'null', '{']) {
      expect(await codeOf(await service.send('/github', body, gitHub(body)))).toEqual([400, 'BAD_REQUEST']);
    }
    const { 'x-github-delivery': _, ...anonymous } = gitHub('{}');
    expect(await codeOf(await service.send('/github', '{}', anonymous))).toEqual([400, 'BAD_REQUEST']);
    expect(await codeOf(await service.send('/gitlab', '{}', gitHub('{}')))).toEqual([404, 'NOT_FOUND']);
    expect(await codeOf(await service.send('/github', '', {}, 'GET'))).toEqual([404, 'NOT_FOUND']);
    expect(service.handed).toEqual([]);
  });

  it('ask for another attempt while the service is away', async () => {
    service.away = true;
    const response = await service.send('/github', '{}', gitHub('{}'));
    expect(response.headers.get('retry-after')).toBe('30');
    expect(await codeOf(response)).toEqual([503, 'TEMPORARILY_UNAVAILABLE']);
  });

  describe('of CloudEvents', () => {
    const event = new CloudEvent({
      id: 'e-1',
      source: '/ci/shop',
      type: 'dev.cdevents.service.deployed.0.2.0',
      time: '2026-03-10T10:00:00.000Z',
      data: { subject: { id: 'shop' } },
    });
    const send = (message: { headers: object; body: unknown }, over: Record<string, string> = {}) =>
      service.send('/cloudevents', String(message.body), {
        ...(message.headers as Record<string, string>),
        authorization: `Bearer ${CLOUD_SECRET}`,
        ...over,
      });

    it.each([
      ['binary', HTTP.binary(event)],
      ['structured', HTTP.structured(event)],
    ])('take %s mode', async (_, message) => {
      expect((await send(message)).status).toBe(202);
      expect(service.handed).toEqual([
        {
          deployer: 'CLOUD_EVENTS',
          deliveryId: '/ci/shop e-1',
          type: 'dev.cdevents.service.deployed.0.2.0',
          payload: expect.objectContaining({
            id: 'e-1',
            source: '/ci/shop',
            time: '2026-03-10T10:00:00.000Z',
            data: { subject: { id: 'shop' } },
          }),
          principal: { subject: 'webhook:cloudevents', roles: [], gateway: true },
        },
      ]);
    });

    it('take a batch, and a content type with a charset', async () => {
      const other = { ...event.toJSON(), id: 'e-2' };
      const body = JSON.stringify([event.toJSON(), other]);
      const response = await send({
        headers: { 'content-type': 'application/cloudevents-batch+json; charset=UTF-8' },
        body,
      });
      expect(await response.json()).toMatchObject([{ id: 'dev_1' }, { id: 'dev_2' }]);
      const one = {
        headers: { 'content-type': 'application/cloudevents+json;charset=UTF-8' },
        body: JSON.stringify(event.toJSON()),
      };
      expect(await (await send(one)).json()).toMatchObject({ repeated: true });
    });

    it('refuse what lacks the secret, and what is no event', async () => {
      const message = HTTP.binary(event);
      for (const authorization of ['', 'Bearer nonsense', `Basic ${CLOUD_SECRET}`, `Bearer ${SECRET}`]) {
        expect(await codeOf(await send(message, { authorization }))).toEqual([401, 'UNAUTHENTICATED']);
      }
      const structured = { 'content-type': 'application/cloudevents+json' };
      for (const [headers, body] of [
        [{ 'content-type': 'application/json' }, '{}'],
        [structured, '{}'],
        [structured, '{'],
        [structured, '{"specversion":"1.0","id":"1","type":"t"}'],
        [structured, JSON.stringify({ ...event.toJSON(), id: 'a\u0000' })],
        [structured, JSON.stringify({ ...event.toJSON(), type: 't'.repeat(1_001) })],
        [{ 'content-type': 'application/cloudevents-batch+json' }, '{}'],
        [
          { 'content-type': 'application/cloudevents-batch+json' },
          JSON.stringify(
            Array.from({ length: 101 }, (_, index) => ({ ...event.toJSON(), id: String(index) })),
          ),
        ],
      ] as const) {
        expect(await codeOf(await send({ headers, body }))).toEqual([400, 'BAD_REQUEST']);
      }
      expect(service.handed).toEqual([]);
    });

    it('consent to senders that ask first', async () => {
      const response = await service.send(
        '/cloudevents',
        '',
        { 'webhook-request-origin': 'ci.example' },
        'OPTIONS',
      );
      expect([
        response.status,
        response.headers.get('webhook-allowed-origin'),
        response.headers.get('allow'),
      ]).toEqual([200, 'ci.example', 'POST']);
    });
  });

  it('have no way through the graph', async () => {
    const answer = await service.ask(
      'mutation { receiveDeployerEvent(input: { deployer: GITHUB, deliveryId: "1", type: "ping", payload: {} }) { id } }',
    );
    expect(answer).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(service.handed).toEqual([]);
  });
});

describe('webhooks without a secret', () => {
  it('are not in use', async () => {
    const service = await DeployerService.start();
    expect(
      await codeOf(
        await service.send('/github', '{}', gitHub('{}', { 'x-hub-signature-256': signed('{}', '') })),
      ),
    ).toEqual([404, 'NOT_CONFIGURED']);
    expect(await codeOf(await service.send('/cloudevents', '{}', { authorization: 'Bearer ' }))).toEqual([
      404,
      'NOT_CONFIGURED',
    ]);
    expect(service.handed).toEqual([]);
    await service.gateway.stop();
  });

  it('take several, apart by spaces, none of them short', () => {
    expect(readWebhookSecrets({ WEBHOOK_SECRET_GITHUB: ` ${SECRET}  ${OLD_SECRET}` })).toEqual({
      github: [SECRET, OLD_SECRET],
      cloudEvents: [],
      messages: { email: [], chat: [], telephony: [] },
    });
    expect(() => readWebhookSecrets({ WEBHOOK_SECRET_CLOUDEVENTS: 'short' })).toThrow(
      'A secret of WEBHOOK_SECRET_CLOUDEVENTS has at least 16 characters.',
    );
  });
});
