import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { readReportPost, type ReportPost } from './index.js';

const LETTER = {
  id: 'rdl_1',
  subject: 'Service levels: März 2026',
  text: 'All is well.',
  html: '<p>All is well.</p>',
  attachments: [{ filename: 'table.csv', contentType: 'text/csv', content: 'a,b\r\n' }],
};
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

describe('a report that is mailed', () => {
  const taken: string[] = [];
  let server: SMTPServer;
  let post: ReportPost;

  beforeAll(async () => {
    server = new SMTPServer({
      authOptional: true,
      hideSTARTTLS: true,
      onRcptTo({ address }, _session, done) {
        const refused = { 'nobody@example.com': 550, 'full@example.com': 452 }[address];
        if (refused === undefined) return done();
        return done(Object.assign(new Error('not here'), { responseCode: refused }));
      },
      onData(stream, session, done) {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
        stream.on('end', () => {
          const [recipient] = session.envelope.rcptTo;
          // It has the message, and is gone before it says so.
          if (recipient && recipient.address === 'cut@example.com') return server.close();
          taken.push(text);
          return done();
        });
      },
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.server.address() as AddressInfo;
    post = readReportPost({
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      MAIL_FROM: 'Plimsoll <reports@plimsoll.example>',
    });
  });

  afterAll(() => post.close());

  it('arrives whole, with the identifier that is the same each time', async () => {
    expect(await post.mail({ ...LETTER, to: 'ann@example.com' })).toEqual({ status: 'SENT' });
    expect(taken).toHaveLength(1);
    expect(taken[0]).toContain('Message-ID: <rdl_1@plimsoll>');
    expect(taken[0]).toContain('Auto-Submitted: auto-generated');
    expect(taken[0]).toContain('To: ann@example.com');
    expect(taken[0]).toContain('filename=table.csv');
  });

  it('is tried again where the server says later, and not where it says no', async () => {
    expect(await post.mail({ ...LETTER, to: 'nobody@example.com' })).toMatchObject({
      status: 'NOT_SENT',
      again: false,
    });
    expect(await post.mail({ ...LETTER, to: 'full@example.com' })).toMatchObject({
      status: 'NOT_SENT',
      again: true,
    });
    const nowhere = readReportPost({ SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'a@example.com' });
    expect(await nowhere.mail({ ...LETTER, to: 'ann@example.com' })).toMatchObject({
      status: 'NOT_SENT',
      again: true,
    });
  });

  it('is not known to have arrived where the server has it and says nothing', async () => {
    const attempt = post.mail({ ...LETTER, to: 'cut@example.com' });
    await new Promise((wait) => setTimeout(wait, 300));
    for (const socket of (server as unknown as { connections: Set<{ _socket: { destroy(): void } }> })
      .connections) {
      socket._socket.destroy();
    }
    expect(await attempt).toMatchObject({ status: 'UNKNOWN' });
  });
});

describe('a report for a webhook', () => {
  const asked: { headers: IncomingHttpHeaders; body: string }[] = [];
  let status = 200;
  let receiver: Server;
  let url: string;
  const post = readReportPost({ REPORT_WEBHOOK_ALLOW_PRIVATE: 'true' });

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => {
        asked.push({ headers: request.headers, body });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((ready) => receiver.listen(0, '127.0.0.1', ready));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  });

  afterAll(() => receiver.close());

  it('is signed as the scheme says, under the identifier that is the same each time', async () => {
    const delivery = { id: 'rdl_2', url, secret: SECRET, body: { title: 'März' } };
    expect(await post.deliver(delivery)).toEqual({ status: 'SENT' });
    const [first] = asked;
    expect(first?.headers['webhook-id']).toBe('rdl_2');
    expect(new Webhook(SECRET).verify(first?.body ?? '', first?.headers as Record<string, string>)).toEqual({
      title: 'März',
    });
  });

  it('is tried again until its receiver is gone for good', async () => {
    const delivery = { id: 'rdl_3', url, secret: SECRET, body: {} };
    status = 503;
    expect(await post.deliver(delivery)).toEqual({
      status: 'NOT_SENT',
      error: 'answered with status 503',
      again: true,
    });
    status = 410;
    expect(await post.deliver(delivery)).toMatchObject({ status: 'NOT_SENT', again: false });
    const closed = readReportPost({});
    expect(await closed.deliver(delivery)).toMatchObject({
      status: 'NOT_SENT',
      error: expect.stringContaining('private'),
    });
    expect(closed.canMail).toBe(false);
  });

  it('is refused a way out that is not whole', () => {
    expect(() => readReportPost({ SMTP_URL: 'smtp://a.example' })).toThrow('go together');
    expect(() => readReportPost({ SMTP_URL: 'http://a.example', MAIL_FROM: 'a@example.com' })).toThrow(
      'smtp://',
    );
  });
});
