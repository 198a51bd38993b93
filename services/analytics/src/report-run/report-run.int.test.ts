import 'reflect-metadata';
import { JobQueue } from '@plimsoll/shared';
import { testCallers, testLogger } from '@plimsoll/shared/testing';
import { reportingIn } from '../exchange-rate/index.js';
import type { Attempt, ReportPost } from '../report-delivery/index.js';
import { analyticsService } from '../testing/analytics-service.js';
import { beginDueRuns, deliverReport, type ReportSending } from './index.js';
import { findWaiting, takeDelivery } from './report-run.store.js';

/** A post that writes down what leaves, and answers as told. */
class Recorder implements ReportPost {
  readonly canMail = true;
  readonly allowsPrivate = true;
  readonly left: { id: string; to: string; subject: string; html: string; attachments: string[] }[] = [];
  readonly delivered: { id: string; secret: string; body: unknown }[] = [];
  answers: Attempt[] = [];

  mail({ id, to, subject, html, attachments }: Parameters<ReportPost['mail']>[0]): Promise<Attempt> {
    this.left.push({ id, to, subject, html, attachments: attachments.map(({ filename }) => filename) });
    return Promise.resolve(this.answers.shift() ?? { status: 'SENT' });
  }

  deliver({ id, secret, body }: Parameters<ReportPost['deliver']>[0]): Promise<Attempt> {
    this.delivered.push({ id, secret, body });
    return Promise.resolve(this.answers.shift() ?? { status: 'SENT' });
  }

  close(): void {}
}

const service = analyticsService('2026-03-20T00:00:00.000Z', { post: new Recorder() });

interface Payload {
  reportSchedule: { id: string; version: number } | null;
  webhookSecret: string | null;
  userErrors: { code: string; path: string[] | null }[];
}

let key = 0;
const schedule = (input: object, caller = testCallers.admin) =>
  service
    .run<{ scheduleReport: Payload }>(
      `mutation ($input: ScheduleReportInput!) { scheduleReport(input: $input) {
         reportSchedule { id version } webhookSecret userErrors { code path } } }`,
      {
        input: {
          idempotencyKey: `key-${(key += 1)}`,
          name: 'Incidents',
          report: 'INCIDENTS',
          frequency: 'WEEKLY',
          timeZone: 'Europe/Berlin',
          ...input,
        },
      },
      caller,
    )
    .then(({ scheduleReport }) => scheduleReport);

const runsOf = (id: string) =>
  service
    .run<{
      reportSchedule: {
        runs: {
          periodFrom: string;
          deliveries: { id: string; recipient: string | null; status: string }[];
        }[];
      };
    }>(
      'query ($id: ID!) { reportSchedule(id: $id) { runs { periodFrom deliveries { id recipient status } } } }',
      { id },
    )
    .then(({ reportSchedule }) => reportSchedule.runs);

/** Monday, 23 March 2026, seven in Berlin, is when the report of the week before is due. */
const DUE = new Date('2026-03-23T06:00:00Z');
const sendingAt = (now: Date, post: ReportPost): ReportSending => ({
  database: service.test.database,
  clock: () => now,
  reporting: reportingIn(),
  post,
});

async function waiting(): Promise<string[]> {
  return service.test.database.transaction({ kind: 'SYSTEM' }, findWaiting);
}

async function sendAll(sending: ReportSending): Promise<void> {
  for (const id of await waiting()) await deliverReport(sending, id);
}

describe('a report that is sent by the calendar', () => {
  // Jobs are enqueued, and run by the tests themselves.
  beforeAll(() => JobQueue.open({ database: service.test.database, logger: testLogger() }));

  afterEach(() =>
    service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(`update report_schedule set active = false`);
      await tx.query(`update report_delivery set status = 'FAILED' where status in ('PENDING', 'SENDING')`);
    }),
  );

  it('leaves once a period and receiver, whoever looks and how often', async () => {
    const { reportSchedule, webhookSecret } = await schedule({
      recipients: ['ann@example.com', 'Bo@Example.com'],
      webhookUrl: 'https://hooks.example/report',
    });
    const post = new Recorder();
    const tooEarly = sendingAt(new Date(DUE.getTime() - 1), post);
    await beginDueRuns(tooEarly);
    expect(await waiting()).toEqual([]);
    const sending = sendingAt(DUE, post);
    await Promise.all([beginDueRuns(sending), beginDueRuns(sending), beginDueRuns(sending)]);
    const ids = await waiting();
    expect(ids).toHaveLength(3);
    await Promise.all([...ids, ...ids].map((id) => deliverReport(sending, id)));
    await beginDueRuns(sending);
    await sendAll(sending);
    expect(post.left.map(({ to }) => to).sort()).toEqual(['ann@example.com', 'bo@example.com']);
    const [letter] = post.left;
    expect(letter?.subject).toMatch(/^Incidents: 16\s?–\s?22 March 2026$/);
    expect(letter?.attachments).toEqual([
      'report.html',
      'number-and-outage.csv',
      'by-cause.csv',
      'by-severity.csv',
    ]);
    expect(letter?.html).not.toContain('<svg');
    // A webhook may be told twice, under the same id.
    expect(new Set(post.delivered.map(({ id }) => id)).size).toBe(1);
    expect(post.delivered[0]).toMatchObject({ secret: webhookSecret, body: { type: 'report.ready' } });
    const [run, ...others] = await runsOf(reportSchedule?.id ?? '');
    expect(others).toEqual([]);
    expect(run?.periodFrom).toBe('2026-03-15T23:00:00.000Z');
    expect(run?.deliveries.map(({ recipient, status }) => [recipient, status])).toEqual([
      ['ann@example.com', 'SENT'],
      ['bo@example.com', 'SENT'],
      [null, 'SENT'],
    ]);
  });

  it('is tried again later where its receiver does not have it, and left to people where that is not known', async () => {
    const { reportSchedule } = await schedule({
      recipients: ['a@example.com', 'b@example.com', 'c@example.com'],
    });
    const post = new Recorder();
    const sending = sendingAt(DUE, post);
    await beginDueRuns(sending);
    const order = await runsOf(reportSchedule?.id ?? '').then(([run]) => run?.deliveries ?? []);
    const [a, b, c] = order.map(({ id }) => id);
    const told = async (id: string | undefined, answer: Attempt) => {
      post.answers = [answer];
      await deliverReport(sending, id ?? '');
    };
    await told(a, { status: 'NOT_SENT', error: 'later', again: true });
    await told(b, { status: 'NOT_SENT', error: 'no such box', again: false });
    await told(c, { status: 'UNKNOWN', error: 'cut' });
    const statuses = () =>
      runsOf(reportSchedule?.id ?? '').then(([run]) => run?.deliveries.map(({ status }) => status));
    expect(await statuses()).toEqual(['PENDING', 'FAILED', 'UNKNOWN']);
    await sendAll(sending);
    expect(await statuses()).toEqual(['SENT', 'FAILED', 'UNKNOWN']);
    const resend = (deliveryId: string, caller = testCallers.admin) =>
      service
        .run<{ resendReport: { reportDelivery: { status: string } | null; userErrors: { code: string }[] } }>(
          `mutation ($input: ResendReportInput!) { resendReport(input: $input) {
             reportDelivery { status } userErrors { code } } }`,
          { input: { idempotencyKey: `resend-${deliveryId}`, deliveryId } },
          caller,
        )
        .then(({ resendReport }) => resendReport);
    expect(await resend(a ?? '')).toMatchObject({ userErrors: [{ code: 'NOT_RESENDABLE' }] });
    expect(await resend(c ?? '', testCallers.partner('par_1'))).toMatchObject({ reportDelivery: null });
    expect(await resend(c ?? '')).toMatchObject({ reportDelivery: { status: 'PENDING' }, userErrors: [] });
    await sendAll(sending);
    expect(await statuses()).toEqual(['SENT', 'FAILED', 'SENT']);
    expect(post.left.filter(({ to }) => to === 'c@example.com')).toHaveLength(2);
  });

  it('is not sent twice where the platform stopped on the way', async () => {
    const { reportSchedule } = await schedule({ recipients: ['a@example.com'] });
    const post = new Recorder();
    const sending = sendingAt(DUE, post);
    await beginDueRuns(sending);
    const [id = ''] = await waiting();
    // Taken, and never heard of again.
    await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) => takeDelivery(tx, id, DUE));
    await sendAll(sending);
    expect(post.left).toEqual([]);
    const [run] = await runsOf(reportSchedule?.id ?? '');
    expect(run?.deliveries.map(({ status }) => status)).toEqual(['UNKNOWN']);
  });

  it('gives up after eight attempts', async () => {
    const { reportSchedule } = await schedule({ recipients: ['a@example.com'] });
    const post = new Recorder();
    const sending = sendingAt(DUE, post);
    await beginDueRuns(sending);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      post.answers = [{ status: 'NOT_SENT', error: 'busy', again: true }];
      await sendAll(sending);
    }
    expect(post.left).toHaveLength(8);
    const [run] = await runsOf(reportSchedule?.id ?? '');
    expect(run?.deliveries.map(({ status }) => status)).toEqual(['FAILED']);
  });
});

describe('a schedule of reports', () => {
  it('is refused what cannot be sent, and whoever does not see the whole company', async () => {
    const codes = async (input: object, caller = testCallers.admin) =>
      (await schedule(input, caller)).userErrors.map(({ code, path }) => `${code} ${path?.join('.')}`);
    expect(await codes({})).toEqual(['INVALID recipients']);
    expect(await codes({ recipients: ['nobody'] })).toEqual(['INVALID recipients.0']);
    expect(await codes({ recipients: ['a@example.com'], sendDay: 9 })).toEqual(['INVALID sendDay']);
    expect(await codes({ recipients: ['a@example.com'], timeZone: 'Mars/Olympus' })).toEqual([
      'INVALID timeZone',
    ]);
    expect(await codes({ webhookUrl: 'ftp://127.0.0.1/' })).toEqual(['INVALID webhookUrl']);
    for (const caller of [testCallers.analyst, testCallers.partner('par_1'), testCallers.contact('cus_1')]) {
      expect(await codes({ recipients: ['a@example.com'] }, caller)).toHaveLength(1);
    }
  });

  it('tells the secret of its webhook once, and another one for another address', async () => {
    const { reportSchedule, webhookSecret } = await schedule({ webhookUrl: 'https://hooks.example/1' });
    expect(webhookSecret).toMatch(/^whsec_/);
    const update = (version: number, input: object) =>
      service
        .run<{ updateReportSchedule: Payload }>(
          `mutation ($input: UpdateReportScheduleInput!) { updateReportSchedule(input: $input) {
             reportSchedule { id version } webhookSecret userErrors { code path } } }`,
          { input: { id: reportSchedule?.id, expectedVersion: version, ...input } },
        )
        .then(({ updateReportSchedule }) => updateReportSchedule);
    expect(await update(1, { name: 'Weekly' })).toMatchObject({
      webhookSecret: null,
      reportSchedule: { version: 2 },
    });
    expect(await update(1, { name: 'Stale' })).toMatchObject({ userErrors: [{ code: 'CONFLICT' }] });
    const moved = await update(2, { webhookUrl: 'https://hooks.example/2' });
    expect(moved.webhookSecret).toMatch(/^whsec_/);
    expect(moved.webhookSecret).not.toBe(webhookSecret);
    const told = await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query<{ told: string }>(
        `select concat(string_agg(o.data::text, ''), (select string_agg(h.fields::text, '') from history h)) as told
           from outbox o`,
      ),
    );
    expect(told[0]?.told).not.toMatch(/whsec_|example\.com/);
  });

  it('can be read before it is sent, by staff', async () => {
    const ask = (caller = testCallers.admin) =>
      service.run<{
        report: { title: string; period: string; html: string; sections: { heading: string }[] } | null;
      }>(
        '{ report(report: OPERATIONS, frequency: MONTHLY, timeZone: "Europe/Berlin") { title period html sections { heading rows } } }',
        {},
        caller,
      );
    const { report } = await ask();
    expect(report).toMatchObject({ title: 'Operations', period: 'February 2026' });
    expect(report?.sections).toHaveLength(4);
    expect(report?.html).toContain('<svg');
    expect(await ask(testCallers.analyst)).toEqual({ report: null });
  });
});
