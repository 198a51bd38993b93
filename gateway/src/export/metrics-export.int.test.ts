import { MetricsService } from '../testing/metrics-service.js';

describe('figures for other programs', () => {
  const service = new MetricsService(
    [
      ['=cmd|"/c calc"!A0', -1.5],
      ['Birch, Mills', 2],
      [null, 0],
    ],
    2,
  );

  beforeAll(() => service.start());
  afterAll(() => service.gateway.stop());

  it('are CSV of the whole answer, page by page, safe to open', async () => {
    const response = await service.get(
      '/export/metrics.csv?measures=ticketsOpened&dimensions=customerName&from=2026-01-01&to=2026-02-01&filter=priority:IN:P1%7CP2',
    );
    expect([response.status, response.headers.get('content-disposition')]).toEqual([
      200,
      'attachment; filename="metrics.csv"',
    ]);
    expect(await response.text()).toBe(
      'customerName,ticketsOpened\r\n"\'=cmd|""/c calc""!A0",-1.5\r\n"Birch, Mills",2\r\n,0\r\n',
    );
    expect(service.asked.map(({ after }) => after)).toEqual([null, '2']);
    expect(service.asked[0]).toMatchObject({
      first: 10_000,
      input: {
        measures: ['ticketsOpened'],
        dimensions: ['customerName'],
        filters: [{ dimension: 'priority', operator: 'IN', values: ['P1', 'P2'] }],
      },
    });
  });

  it('say what is wrong with a question', async () => {
    const response = await service.get('/export/metrics.csv?measures=ticketsOpened&from=2026-01-01');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('\\"to\\" is missing');
  });
});
