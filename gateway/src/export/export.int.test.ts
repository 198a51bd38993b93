import { UsageService } from '../testing/usage-service.js';

describe('exports for other programs', () => {
  let service: UsageService;

  beforeAll(async () => {
    service = await UsageService.start();
  });

  afterAll(async () => {
    await service.gateway.stop();
  });

  beforeEach(() => {
    service.rows = 250;
    service.failsAt = Number.POSITIVE_INFINITY;
    service.asked.length = 0;
  });

  it('are CSV of every record of the list, safe to open', async () => {
    const response = await service.get('/export/usage.csv?month=2026-03');
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/csv; charset=utf-8; header=present',
    ]);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="usage.csv"');
    const lines = (await response.text()).split('\r\n');
    expect(lines).toHaveLength(252);
    expect(lines.slice(0, 3)).toEqual([
      'usage,at,customer,customer_external_id,customer_csi,customer_name,metric,value,component,path,contact,contact_external_id',
      `usg_0,2026-03-01T00:00:00.000Z,cus_1,C-1,AAA-BBB-CCC,"'@Home ""Inc.""",api_calls,-12.50,,"/orders, all",,`,
      `usg_1,2026-03-01T00:00:00.000Z,cus_1,C-1,AAA-BBB-CCC,"'@Home ""Inc.""","'=cmd|""/c calc""!A0",-12.50,,"/orders, all",,`,
    ]);
    expect(service.asked.map(({ after }) => after)).toEqual([null, '100', '200']);
    expect(service.asked[0]).toMatchObject({
      filter: { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' },
      principal: { subject: 'ada', roles: ['admin'] },
    });
  });

  it('have their header line where there is nothing', async () => {
    service.rows = 0;
    const text = await (await service.get('/export/usage.csv')).text();
    expect(text).toMatch(/^usage,at,[^\r]*\r\n$/);
  });

  it('say what is wrong with a request', async () => {
    const refused = async (path: string, token?: string | null) => {
      const response = await service.get(path, token);
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      return [response.status, errors[0]?.extensions.code];
    };
    expect(await refused('/export/usage.csv', null)).toEqual([401, 'UNAUTHENTICATED']);
    expect(await refused('/export/usage.csv', 'nonsense')).toEqual([401, 'UNAUTHENTICATED']);
    expect(await refused('/export/invoices.csv')).toEqual([404, 'NOT_FOUND']);
    expect(await refused('/export/constructor.csv')).toEqual([404, 'NOT_FOUND']);
    expect(await refused('/export/usage.csv?from=March')).toEqual([400, 'BAD_REQUEST']);
    expect(await refused('/export/usage.csv?from=2026-03-01&from=2026-03-02')).toEqual([400, 'BAD_REQUEST']);
    expect(await refused('/export/usage.json')).toEqual([404, 'NOT_FOUND']);
    service.failsAt = 0;
    expect(await refused('/export/usage.csv')).toEqual([503, 'TEMPORARILY_UNAVAILABLE']);
  });

  it('are cut off where a later page fails, and never look whole', async () => {
    service.failsAt = 100;
    // Depending on how fast it is cut off, the connection breaks before or within the body.
    const whole = service.get('/export/usage.csv').then((response) => response.text());
    await expect(whole).rejects.toThrow();
  });

  it('stop asking once nobody reads', async () => {
    service.rows = 1_000_000;
    const abort = new AbortController();
    const response = await service.get('/export/usage.csv', undefined, abort.signal);
    const reader = response.body?.getReader();
    await reader?.read();
    abort.abort();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const asked = service.asked.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(service.asked.length).toBeLessThanOrEqual(asked + 1);
    expect(asked).toBeLessThan(1_000);
  });

  it('wait for a slow reader', async () => {
    service.rows = 1_000_000;
    service.path = '/long'.repeat(400);
    const abort = new AbortController();
    const response = await service.get('/export/usage.csv', undefined, abort.signal);
    // What the socket's buffers hold is read ahead; then nothing more is.
    let asked = -1;
    while (asked !== service.asked.length) {
      asked = service.asked.length;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    expect(asked).toBeLessThan(5_000);
    abort.abort();
    expect(response.status).toBe(200);
  }, 60_000);
});
