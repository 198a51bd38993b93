import { UsageService } from '../testing/usage-service.js';

const ROWS = 1_000_000;
const MEBIBYTE = 1024 * 1024;

describe('an export of a million rows', () => {
  it('is whole, in memory that does not grow with it', async () => {
    const service = await UsageService.start();
    service.rows = ROWS;
    const heapAt = new Map<number, number>();
    const response = await service.get('/export/usage.csv');
    let lines = 0;
    let mark = 100_000;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      for (const byte of chunk) if (byte === 10) lines += 1;
      if (lines >= mark) {
        global.gc?.();
        heapAt.set(mark, process.memoryUsage().heapUsed);
        mark += 100_000;
      }
      service.asked.length = 0;
    }
    await service.gateway.stop();
    expect(lines).toBe(ROWS + 1);
    const early = heapAt.get(200_000) ?? 0;
    const late = heapAt.get(1_000_000) ?? Number.POSITIVE_INFINITY;
    expect((late - early) / MEBIBYTE).toBeLessThan(64);
  }, 900_000);
});
