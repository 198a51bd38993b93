import ICAL from 'ical.js';
import { API_KEY, ChangeService, type ServedChange } from '../testing/change-service.js';

const DAY_MS = 86_400_000;
const change = (number: number, over: Partial<ServedChange> = {}): ServedChange => ({
  id: `chg_${number}`,
  version: number,
  title: `Change ${number}`,
  kind: 'NORMAL',
  status: 'SCHEDULED',
  expectedState: 'DOWN',
  window: { from: '2026-03-29T00:30:00.000Z', to: '2026-03-29T02:00:00.000Z' },
  assets: [{ id: 'ast_1', name: 'db' }],
  ...over,
});

describe('the change calendar', () => {
  let service: ChangeService;
  beforeAll(async () => {
    service = await ChangeService.start();
  });
  afterAll(() => service.gateway.stop());
  beforeEach(() => {
    service.changes = [];
    service.hitting = [];
    service.fails = false;
    service.asked.length = 0;
  });

  const events = async (path: string, token?: string | null) => {
    const response = await service.get(path, token);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/calendar; charset=utf-8',
    ]);
    const text = await response.text();
    // Lines of RFC 5545 end in CR LF and hold at most 75 octets.
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
    expect(calendar.getFirstPropertyValue('prodid')).toBe('-//Plimsoll//Change calendar//EN');
    return calendar.getAllSubcomponents('vevent').map((component) => {
      const event = new ICAL.Event(component);
      const value = (name: string) => component.getFirstPropertyValue(name);
      expect((value('dtstamp') as ICAL.Time).toJSDate().getTime()).toBeGreaterThan(Date.now() - 60_000);
      return {
        uid: event.uid,
        summary: event.summary,
        description: event.description,
        from: event.startDate.toJSDate().toISOString(),
        to: event.endDate.toJSDate().toISOString(),
        sequence: event.sequence,
        status: value('status'),
        categories: value('categories'),
      };
    });
  };

  it('is a calendar that another program reads back', async () => {
    const title = 'Replace the “north” switch; then, if need be, the south one too — ask Zoë\nfirst';
    service.changes = [
      change(1, {
        title,
        assets: [
          { id: 'ast_1', name: 'db, main' },
          { id: 'ast_2', name: 'app;1' },
        ],
      }),
      change(2, { status: 'CANCELLED', kind: 'EMERGENCY' }),
      change(3, { status: 'DRAFT' }),
      change(4, { window: null }),
    ];
    const found = await events('/calendar/changes.ics');
    expect(found).toEqual([
      {
        uid: 'chg_1@plimsoll',
        summary: title,
        description: 'Status: SCHEDULED\nExpected state meanwhile: DOWN\nAssets: db, main, app;1',
        from: '2026-03-29T00:30:00.000Z',
        to: '2026-03-29T02:00:00.000Z',
        sequence: 1,
        status: 'CONFIRMED',
        categories: 'NORMAL',
      },
      expect.objectContaining({
        uid: 'chg_2@plimsoll',
        status: 'CANCELLED',
        sequence: 2,
        categories: 'EMERGENCY',
      }),
      expect.objectContaining({ uid: 'chg_3@plimsoll', status: 'TENTATIVE', sequence: 3 }),
    ]);
  });

  it('is a calendar where there is nothing', async () => {
    expect(await events('/calendar/changes.ics')).toEqual([]);
  });

  it('shows what the caller sees of an asset, a region and a customer, page by page', async () => {
    service.changes = Array.from({ length: 250 }, (_, number) => change(number + 1));
    service.hitting = ['chg_7', 'chg_9', 'chg_elsewhere'];
    expect(await events('/calendar/changes.ics?asset=ast_1&region=EU')).toHaveLength(250);
    expect(service.asked.map(({ after }) => after)).toEqual([null, '100', '200']);
    const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    expect(service.asked[0]).toMatchObject({
      filter: {
        assetId: 'ast_1',
        region: 'EU',
        from: new Date(today - 31 * DAY_MS).toISOString(),
        to: new Date(today + 366 * DAY_MS).toISOString(),
      },
      principal: { subject: 'ada', roles: ['admin'] },
    });
    const ofCustomer = await events('/calendar/changes.ics?customer=cus_1');
    expect(ofCustomer.map(({ uid }) => uid)).toEqual(['chg_7@plimsoll', 'chg_9@plimsoll']);
    expect(service.asked).toHaveLength(3);
    expect(await events('/calendar/changes.ics?customer=cus_2&region=EU')).toEqual([]);
    expect(service.asked).toHaveLength(3);
    const ofBoth = await events('/calendar/changes.ics?customer=cus_1&region=EU');
    expect(ofBoth.map(({ uid }) => uid)).toEqual(['chg_7@plimsoll', 'chg_9@plimsoll']);
    expect(service.asked).toHaveLength(6);
  });

  it('is subscribed to with an API key in its address, as the key’s partner', async () => {
    service.changes = [change(1)];
    expect(await events(`/calendar/changes.ics?token=${API_KEY}`, null)).toHaveLength(1);
    expect(service.asked[0]!.principal).toEqual({
      subject: 'key_1',
      roles: ['partner'],
      partnerId: 'par_1',
      keyScopes: ['READ'],
    });
  });

  it('is not sent again to a client that has it', async () => {
    service.changes = [change(1)];
    const first = await service.get('/calendar/changes.ics');
    const tag = first.headers.get('etag')!;
    expect(tag).toMatch(/^W\/"[\w-]{43}"$/);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const again = await service.get('/calendar/changes.ics', undefined, { 'if-none-match': tag });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag]);
    service.changes = [change(1, { version: 2 })];
    const changed = await service.get('/calendar/changes.ics', undefined, { 'if-none-match': tag });
    expect([changed.status, changed.headers.get('etag') === tag]).toEqual([200, false]);
  });

  it('says what is wrong with a request', async () => {
    const refused = async (path: string, token?: string | null) => {
      const response = await service.get(path, token);
      const { errors } = (await response.json()) as {
        errors: { message: string; extensions: { code: string } }[];
      };
      return [response.status, errors[0]?.extensions.code];
    };
    expect(await refused('/calendar/changes.ics', null)).toEqual([401, 'UNAUTHENTICATED']);
    expect(await refused('/calendar/changes.ics?token=nonsense', null)).toEqual([401, 'UNAUTHENTICATED']);
    expect(await refused(`/calendar/changes.ics?token=${API_KEY}`)).toEqual([401, 'UNAUTHENTICATED']);
    const keys = { 'x-api-key': API_KEY };
    expect((await service.get(`/calendar/changes.ics?token=${API_KEY}`, null, keys)).status).toBe(401);
    expect((await service.get('/calendar/changes.ics', null, keys)).status).toBe(200);
    expect(await refused('/calendar/changes.ics?colour=blue')).toEqual([400, 'BAD_REQUEST']);
    expect(await refused('/calendar/changes.ics?asset=a&asset=b')).toEqual([400, 'BAD_REQUEST']);
    expect(await refused('/calendar/changes.ics?region=')).toEqual([400, 'BAD_REQUEST']);
    service.fails = true;
    expect(await refused('/calendar/changes.ics')).toEqual([503, 'TEMPORARILY_UNAVAILABLE']);
    service.fails = false;
    service.changes = Array.from({ length: 5_001 }, (_, number) => change(number + 1));
    expect(await refused('/calendar/changes.ics')).toEqual([400, 'BAD_REQUEST']);
  });
});
