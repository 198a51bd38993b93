import { createHmac } from 'node:crypto';
import { ConfigError } from '@plimsoll/shared';
import { MessageServices } from '../testing/message-services.js';
import { readWebhookSecrets, webhookVariables } from '../webhooks/index.js';

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
const MAILROOM = secretOf(1);
const OTHER = secretOf(2);

/** Signed here with the platform's own crypto, as https://www.standardwebhooks.com documents it. */
function signed(body: string | Uint8Array, secret = MAILROOM, change: { id?: string; age?: number } = {}) {
  const { id = 'whid_1', age = 0 } = change;
  const timestamp = String(Math.floor(Date.now() / 1000) - age);
  const hmac = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'));
  const signature = hmac.update(`${id}.${timestamp}.`).update(body).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}

const MAIL = {
  messageId: '<1@mail.example.com>',
  from: 'Ada Byron <ada@alder.example>',
  subject: 'Printer',
  text: 'On fire ☃',
};

describe('messages and calls from outside', () => {
  let services: MessageServices;

  beforeAll(async () => {
    services = await MessageServices.start({
      email: [
        { source: 'mailroom', secret: MAILROOM },
        { source: 'branch', secret: OTHER },
      ],
      chat: [{ source: 'chat', secret: MAILROOM }],
      telephony: [],
    });
  });
  afterAll(() => services.gateway.stop());
  beforeEach(() => {
    services.asked.length = 0;
    services.handed.length = 0;
    services.away = null;
    services.refusal = null;
  });

  const send = (path: string, message: object, secret?: string) => {
    const body = JSON.stringify(message);
    return services.send(path, body, signed(body, secret));
  };
  const codeOf = async (response: Response) => {
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    return [response.status, errors[0]?.extensions.code];
  };

  it('are handed on under the name of their source, without an address', async () => {
    const headers = {
      From: 'ada@alder.example',
      'Return-Path': '<ada@alder.example>',
      'Auto-Submitted': 'no',
      'X-Failed-Recipients': 'eve@alder.example',
      Received: ['by a', 'by b'],
    };
    const response = await send('/email', {
      ...MAIL,
      headers,
      inReplyTo: '<0@x> <z@x>',
      references: '<a@x>\r\n\t<0@x>',
      sentAt: '2026-03-10T10:00:00+01:00',
      attachments: [{ name: 'a.png', mediaType: 'image/png', url: 'https://files.example.com/a.png' }],
    });
    expect([response.status, await response.json()]).toEqual([
      202,
      { id: 'msg_1', outcome: 'OPENED', reason: null, ticketId: 'tkt_1', repeated: false },
    ]);
    expect(services.asked).toEqual([{ email: 'ada@alder.example', phone: null, csi: null }]);
    expect(services.handed).toEqual([
      {
        principal: { subject: 'webhook:email:mailroom', roles: [], gateway: true },
        input: {
          source: 'mailroom',
          channel: 'EMAIL',
          messageId: MAIL.messageId,
          subject: 'Printer',
          text: 'On fire ☃',
          inReplyTo: '<0@x>',
          references: ['<a@x>', '<0@x>'],
          headers: { 'auto-submitted': 'no', 'x-failed-recipients': 'yes' },
          sentAt: '2026-03-10T10:00:00+01:00',
          attachments: [{ name: 'a.png', mediaType: 'image/png', url: 'https://files.example.com/a.png' }],
          contactIds: ['con_ada'],
          customerId: null,
        },
      },
    ]);
    expect(JSON.stringify(services.handed)).not.toMatch(/alder\.example/);
  });

  it('are told apart by the secrets of their sources', async () => {
    expect((await send('/email', { ...MAIL, from: { address: 'bob@x.example' } }, OTHER)).status).toBe(202);
    expect(services.handed[0]).toMatchObject({ input: { source: 'branch', contactIds: [] } });
    const many = Array.from({ length: 150 }, (_, index) => `<${index}@x>`);
    await send('/email', { ...MAIL, references: many, headers: { 'return-path': ' <> ' } });
    expect(services.handed[1]?.input).toMatchObject({
      references: ['<0@x>', ...many.slice(51)],
      headers: { 'return-path': '<>' },
    });
  });

  it('of chats and telephones are taken, too', async () => {
    await send('/chat', {
      messageId: '7',
      conversationId: 'room-1',
      text: 'hi',
      from: { email: 'ada@alder.example', automatic: true },
    });
    expect(services.handed[0]?.input).toMatchObject({
      source: 'chat',
      channel: 'CHAT',
      thread: 'room-1',
      headers: { 'auto-submitted': 'auto-generated' },
      contactIds: ['con_ada'],
    });
    // Nothing is in use without a secret.
    expect(await codeOf(await send('/telephony', { type: 'call.started', callId: 'c1' }))).toEqual([
      404,
      'NOT_CONFIGURED',
    ]);
    const telephone = await MessageServices.start({
      email: [],
      chat: [],
      telephony: [{ source: 'pbx', secret: MAILROOM }],
    });
    try {
      const call = { type: 'call.ended', callId: 'c1', direction: 'OUTBOUND', from: '100', to: '+49 30 1' };
      const body = JSON.stringify({ ...call, outcome: 'ANSWERED', durationSeconds: 12 });
      expect((await telephone.send('/telephony', body, signed(body))).status).toBe(202);
      expect(telephone.asked).toEqual([{ email: null, phone: '+49 30 1', csi: null }]);
      expect(telephone.handed[0]).toEqual({
        principal: { subject: 'webhook:telephony:pbx', roles: [], gateway: true },
        input: {
          source: 'pbx',
          callId: 'c1',
          step: 'ENDED',
          direction: 'OUTBOUND',
          outcome: 'ANSWERED',
          durationSeconds: 12,
          contactIds: [],
          customerId: null,
        },
      });
    } finally {
      await telephone.gateway.stop();
    }
  });

  it('are refused unless they are signed, now, by a source that is known', async () => {
    const body = JSON.stringify(MAIL);
    const refused = async (headers: Record<string, string>, path = '/email') =>
      codeOf(await services.send(path, body, headers));
    for (const headers of [
      {},
      { ...signed(body), 'webhook-signature': '' },
      { ...signed(body), 'webhook-signature': 'v1' },
      { ...signed(body), 'webhook-id': 'another' },
      { ...signed(body), 'webhook-timestamp': '0' },
      signed(body, secretOf(3)),
      signed(`${body} `),
      signed(body, MAILROOM, { age: 330 }),
      signed(body, MAILROOM, { age: -330 }),
    ]) {
      expect(await refused(headers as Record<string, string>)).toEqual([401, 'UNAUTHENTICATED']);
    }
    // The secret of another channel is none here.
    expect(await refused(signed(body, OTHER), '/chat')).toEqual([401, 'UNAUTHENTICATED']);
    expect((await services.send('/email', body, signed(body, MAILROOM, { age: 290 }))).status).toBe(202);
    expect(services.handed).toHaveLength(1);
  });

  it('are refused where they are too large or malformed', async () => {
    const refused = async (body: string | Uint8Array) =>
      codeOf(await services.send('/email', body, signed(body)));
    expect(await refused(`{"a":"${'x'.repeat(70_000)}"}`)).toEqual([413, 'LIMIT_EXCEEDED']);
    const broken = ['', '{', '[]', 'null', '{}', JSON.stringify({ ...MAIL, from: 7 })];
    for (const body of [...broken, Uint8Array.of(0x7b, 0xff, 0x7d)]) {
      expect(await refused(body)).toEqual([400, 'BAD_REQUEST']);
    }
    const told = await send('/email', { ...MAIL, sentAt: 'yesterday' });
    expect(await told.text()).toContain('`sentAt`');
    services.refusal = { code: 'MESSAGE_TOO_LARGE', message: 'Too long' };
    expect(await codeOf(await send('/email', MAIL))).toEqual([413, 'MESSAGE_TOO_LARGE']);
    services.refusal = { code: 'INVALID', message: '`messageId` has 1 to 1000 characters.' };
    expect(await codeOf(await send('/email', MAIL))).toEqual([422, 'INVALID']);
    expect(services.handed).toEqual([]);
  });

  it('are asked for again while a service is away', async () => {
    for (const away of ['entitlements', 'tickets'] as const) {
      services.away = away;
      const response = await send('/email', MAIL);
      expect(response.headers.get('retry-after')).toBe('30');
      expect(await codeOf(response)).toEqual([503, 'TEMPORARILY_UNAVAILABLE']);
    }
  });

  it('have secrets with the names of their systems', () => {
    const read = (value: string) => readWebhookSecrets({ WEBHOOK_SECRET_EMAIL: value }).messages?.email;
    expect(read(` mailroom:${MAILROOM}  ${OTHER} `)).toEqual([
      { source: 'mailroom', secret: MAILROOM },
      { source: 'email', secret: OTHER },
    ]);
    expect(read('')).toEqual([]);
    const all = readWebhookSecrets({
      WEBHOOK_SECRET_GITHUB: 'a-secret-of-github-0123 another-one-of-github',
      WEBHOOK_SECRET_TELEPHONY: `pbx:${OTHER} ${MAILROOM}`,
    });
    expect(readWebhookSecrets(webhookVariables(all))).toEqual(all);
    for (const wrong of [
      'secret-of-sixteen-characters',
      'whsec_c2hvcnQ=',
      `UPPER:${MAILROOM}`,
      `a:b:${MAILROOM}`,
    ]) {
      expect(() => read(wrong)).toThrow(ConfigError);
      expect(() => read(wrong)).not.toThrow(wrong);
    }
  });
});
