import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { recordHistory, sealAuditLog } from '@plimsoll/shared';
import { testDatabase } from '@plimsoll/shared/testing';
import { runCommandLine } from './program.js';

const test = testDatabase({ name: 'assets' });

async function audit(words: string[], environment: Record<string, string> = {}) {
  const written = { out: '', err: '' };
  const terminal = {
    out: (text: string) => (written.out += text),
    err: (text: string) => (written.err += text),
    environment,
  };
  const code = await runCommandLine(['audit', 'verify', ...words], terminal, () => {
    throw new Error('nothing is served');
  });
  return { code, ...written };
}

async function asSuperuser(sql: string): Promise<void> {
  const client = await test.database.connect('test');
  await client.query(sql);
  await client.end();
}

describe('plimsoll audit verify', () => {
  let platform: Server | undefined;
  afterAll(() => platform?.close());

  it('says of a database itself whether its log is intact, and ends with code 1 where it is not', async () => {
    await test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      recordHistory(tx, [
        { recordType: 'asset', recordId: 'ast_1', version: 1, author: { actorId: null }, fields: [] },
      ]),
    );
    while ((await sealAuditLog(test.database)) === 0);
    const sound = await audit(['--database', `assets=${test.url}`]);
    expect(sound).toMatchObject({ code: 0, err: '' });
    expect(sound.out).toMatch(
      /^assets: intact; 1 entries under 1 seals, 0 not sealed yet\n {2}latest seal 1: [0-9a-f]{64}\n$/,
    );
    const hash = /[0-9a-f]{64}/.exec(sound.out)?.[0] ?? '';
    expect((await audit(['--known-hash', hash], { DATABASE_URL_ASSETS: test.url })).code).toBe(0);
    expect((await audit(['--known-hash', '00'], { DATABASE_URL_ASSETS: test.url })).out).toContain(
      'NOT INTACT: KNOWN_HASH_MISSING',
    );
    await asSuperuser(`update history set reason = 'another'`);
    expect(await audit(['--database', `assets=${test.url}`])).toMatchObject({
      code: 1,
      out: expect.stringContaining(
        'assets: NOT INTACT: ENTRY_CHANGED at seal 1; 0 entries before it agree',
      ) as string,
      err: 'the audit log of assets does not agree with its seals\n',
    });
    await asSuperuser('update history set reason = null');
  });

  it('asks the platform where no database is named', async () => {
    const found = {
      intact: true,
      seals: 4,
      sealedEntries: 10,
      unsealedEntries: 2,
      oldestUnsealedAt: null,
      latestSeal: null,
      firstFault: null,
    };
    platform = createServer((request, response) => {
      request
        .resume()
        .on('end', () => response.end(JSON.stringify({ data: { entitlements: found, tickets: found } })));
    });
    await new Promise<void>((resolve) => platform?.listen(0, '127.0.0.1', resolve));
    const { port } = platform.address() as AddressInfo;
    const { code, out } = await audit(['--url', `http://127.0.0.1:${port}/graphql`, '--json']);
    expect([code, JSON.parse(out)]).toEqual([
      0,
      [
        { service: 'entitlements', ...found },
        { service: 'tickets', ...found },
      ],
    ]);
  });

  it('refuses what names no service, and says when a database is away', async () => {
    expect(await audit(['--database', 'nowhere'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--database takes a service and its database') as string,
    });
    expect(await audit(['--database', 'assets=postgres://127.0.0.1:1/x'])).toMatchObject({
      code: 1,
      err: 'The database cannot be reached.\n',
    });
  });
});
