import { spawnSync } from 'node:child_process';
import { analyticsService } from '../testing/analytics-service.js';
import { keepBiViews } from './bi-view.store.js';
import { insertCompany } from './company.fixture.js';

/** On the path, or where the environment says: it is not part of the project. */
const PSQL = process.env['PSQL'] ?? 'psql';

describe('psql', () => {
  const service = analyticsService('2026-07-01T00:00:00.000Z');
  const name = `psql_${Math.random().toString(36).slice(2, 8)}`;

  it('lists, describes and reads the views by a login of an analyst', async () => {
    await insertCompany(service.test.database);
    const owner = await service.test.database.connect('views');
    await keepBiViews(owner);
    await owner.end();
    const { createBiLogin } = await service.run<{ createBiLogin: { password: string } }>(
      `mutation ($input: CreateBiLoginInput!) { createBiLogin(input: $input) { password userErrors { message } } }`,
      { input: { idempotencyKey: name, name } },
    );
    const { hostname, port, pathname } = new URL(service.test.url);
    const psql = (...commands: string[]) => {
      const { stdout, stderr, status } = spawnSync(
        PSQL,
        [
          '-X',
          '-w',
          '-h',
          hostname,
          '-p',
          port,
          '-U',
          `bi_${name}`,
          '-d',
          pathname.slice(1),
          ...commands.flatMap((one) => ['-c', one]),
        ],
        { encoding: 'utf8', env: { ...process.env, PGPASSWORD: createBiLogin.password } },
      );
      return { output: stdout + stderr, status };
    };
    expect(psql('\\dv bi.*').output).toContain('ticket_opened_by_month');
    expect(psql('\\d+ bi.ticket').output).toContain('resolution_seconds');
    expect(psql('\\dd bi.reads_all').status).toBe(0);
    const counted = psql('select segment, count(*) from ticket group by 1 order by 1');
    expect(counted.output).toMatch(/LARGE\s+\|\s+\d+/);
    expect(psql('\\copy (select * from ticket_opened_by_month) to stdout with csv header').output).toMatch(
      /^month,customer,product,tickets_opened/,
    );
    expect(psql('delete from customer').status).not.toBe(0);
  }, 60_000);
});
