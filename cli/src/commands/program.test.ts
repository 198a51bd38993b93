import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from './program.js';
import type { ServeOptions } from './serve/serve.command.js';

interface Asked {
  query: string;
  variables: Record<string, unknown>;
  authorization: string | undefined;
}

/** A server that answers GraphQL as it is told: the wire itself is real. */
class Answering {
  readonly asked: Asked[] = [];
  /** How many requests are broken off before one is answered. */
  breakOff = 0;
  lagging = [2, 0];
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(answer: (asked: Asked) => unknown): Promise<Answering> {
    const server = createServer();
    await new Promise<void>((done) => {
      server.listen(0, '127.0.0.1', done);
    });
    const self = new Answering(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        response.setHeader('content-type', 'application/json');
        if (request.url === '/health/ready') {
          response.end(JSON.stringify({ status: 'ok', lagging: self.lagging.shift() ?? 0, subgraphs: {} }));
          return;
        }
        const { query, variables } = JSON.parse(body) as Asked;
        const asked = { query, variables, authorization: request.headers.authorization };
        self.asked.push(asked);
        if (self.asked.length > 1 && self.breakOff > 0) {
          self.breakOff -= 1;
          request.socket.destroy();
          return;
        }
        response.end(JSON.stringify(answer(asked)));
      });
    });
    return self;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => {
      this.server.close(() => done());
    });
  }
}

const served: ServeOptions[] = [];

async function plimsoll(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const code = await runCommandLine(
    words,
    {
      out: (text) => (written.out += text),
      err: (text) => (written.err += text),
      environment: { PLIMSOLL_DATA: join(tmpdir(), 'plimsoll-no-such-folder') },
    },
    (options) => {
      served.push(options);
      process.nextTick(() => process.emit('SIGINT'));
      return Promise.resolve({
        stop: () => Promise.resolve((written.out += 'stopped\n')).then(() => undefined),
      });
    },
  );
  return { code, ...written };
}

let server: Answering | null = null;
async function answering(answer: (asked: Asked) => unknown): Promise<Answering> {
  server = await Answering.start(answer);
  return server;
}
afterEach(async () => {
  await server?.stop();
  server = null;
});

interface SentRow {
  _line: number;
  external_id: string;
  name: string;
}

function importAnswer(asked: Asked): unknown {
  const { rows } = (asked.variables as { input: { rows: SentRow[] } }).input;
  if (rows.some((row) => row.name === 'poison')) {
    return {
      data: { report: null },
      errors: [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    };
  }
  return {
    data: {
      report: { read: rows.length, created: rows.length, updated: 0, unchanged: 0, rejected: 0, rejects: [] },
    },
  };
}

describe('plimsoll import', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-command-'));
  const products = join(folder, 'products.csv');
  beforeEach(() => writeFileSync(products, 'external_id,name\np1,One\np2,poison\np3,Three\n'));

  it('finds the row the platform fails on, rejects it alone and prints the table', async () => {
    const platform = await answering(importAnswer);
    const { code, out, err } = await plimsoll(
      'import',
      folder,
      '--url',
      platform.url,
      '--token',
      'secret',
      '--source',
      'erp',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/file +kind +read +created +updated +unchanged +rejected/);
    expect(out).toMatch(/products\.csv +products +3 +2 +0 +0 +1 +0/);
    expect(out).toContain(`Rejected rows are in ${products}.rejected.csv`);
    expect(err).toMatch(/products: 3 rows, [\d,]+ rows\/s, done/);
    expect(platform.asked[0]).toMatchObject({
      authorization: 'Bearer secret',
      variables: { input: { source: 'erp' } },
    });
    expect(platform.lagging).toEqual([]);
  });

  it('sends a batch again when the connection breaks', async () => {
    writeFileSync(
      products,
      `external_id,name\n${Array.from({ length: 1500 }, (_, row) => `p${row},x\n`).join('')}`,
    );
    const platform = await answering(importAnswer);
    platform.breakOff = 1;
    const { code, out } = await plimsoll('import', products, '--as', 'product', '--url', platform.url);
    expect([code, out.includes('1,500')]).toEqual([0, true]);
    expect(platform.asked).toHaveLength(3);
  });

  it('says what is missing, and where nothing answers', async () => {
    const nowhere = ['--url', 'http://127.0.0.1:1/graphql'];
    const unreachable = await plimsoll('import', folder, ...nowhere);
    expect([unreachable.code, unreachable.err]).toEqual([
      1,
      'no platform answers at http://127.0.0.1:1/graphql; start one with npm start, or name another with --url\n',
    ]);
    expect((await plimsoll('import', '/no/such/customers.csv', ...nowhere)).err).toBe(
      'no file is at /no/such/customers.csv\n',
    );
    expect((await plimsoll('import', products, '--as', 'boats')).err).toMatch(
      /^"boats" is no kind of import file; the kinds are/,
    );
    expect((await plimsoll('import', products, '--map', 'unheard-of')).err).toMatch(
      /no mapping is at unheard-of/,
    );
    expect((await plimsoll('import', products, '--as', 'tickets', '--map', 'graphml-topology')).err).toMatch(
      /mapping graphml-topology makes assets, topology, dependencies, not tickets/,
    );
  });
});

const exposed = (name: string) => ({
  state: 'DOWN',
  downSeconds: 2700,
  degradedSeconds: 0,
  causes: [
    { id: 'ast_1', name: 'switch' },
    { id: 'ast_2', name: 'mail' },
  ],
  agreements: [
    {
      product: { id: 'prd_1', name: 'Mail' },
      month: '2026-03',
      agreement: { id: 'sla_1', name: 'Gold', uptimeTarget: '99.9' },
      countedSeconds: 2700,
      monthToDateSeconds: 1200,
      projectedUptime: '99.854194706146',
      headroomSeconds: -1225.2,
      breached: true,
      serviceCredit: { amount: '100.00', currency: 'EUR' },
    },
  ],
  customer: { id: `cus_${name}`, name, segment: 'SMB' },
});

function outageAnswer(asked: Asked): unknown {
  if (asked.query.includes('assetByExternalId')) {
    return {
      data: {
        __typename: 'Query',
        asset: asked.variables['externalId'] === 'db-17' ? { id: 'ast_17' } : null,
      },
    };
  }
  if (asked.query.includes('AssetsByName')) {
    const nodes = [
      { id: 'ast_1', externalId: 's1', name: 'switch', kind: 'switch' },
      { id: 'ast_2', externalId: 's2', name: 'twin', kind: 'host' },
      { id: 'ast_3', externalId: 's3', name: 'twin', kind: 'host' },
    ];
    return { data: { assets: { nodes } } };
  }
  const after = asked.variables['after'];
  return {
    data: {
      whatIfOutage: {
        asOf: '2026-03-10T00:00:00.000Z',
        assets: { totalCount: 2, nodes: [] },
        exposure: {
          customerCount: 2,
          breachCount: 2,
          monthlyRecurringRevenue: [{ amount: '2000.00', currency: 'EUR' }],
          serviceCredits: [{ amount: '200.00', currency: 'EUR' }],
          customers: {
            totalCount: 2,
            pageInfo: { hasNextPage: after === null, endCursor: 'c1' },
            nodes: [exposed(after === null ? 'Acme' : 'Bolt')],
          },
        },
      },
    },
  };
}

describe('plimsoll what-if', () => {
  const when = ['--from', '2026-03-20T10:00:00+01:00', '--for', 'PT45M'];

  it('prints who, which agreement, headroom before and after, credit, why and totals, over all pages', async () => {
    const platform = await answering(outageAnswer);
    const { code, out } = await plimsoll(
      'what-if',
      '--asset',
      'switch',
      'cmdb:db-17',
      ...when,
      '--all',
      '--url',
      platform.url,
    );
    expect(code).toBe(0);
    expect(out).toContain('2 assets hit, figures as of 2026-03-10T00:00:00.000Z');
    expect(out).toMatch(/customer +product +agreement +month +state +headroom before +after +credit +why/);
    expect(out).toMatch(
      /Acme +Mail +Gold \(99\.9 %\) +2026-03 +DOWN +24m 34\.8s +-20m 25\.2s ! +100\.00 EUR +switch → mail/,
    );
    expect(out).toMatch(/Bolt/);
    expect(out).toContain('service credits: 200.00 EUR');
    const [first, second] = platform.asked.slice(-2);
    expect(first?.variables['input']).toEqual({
      assetIds: ['ast_1', 'ast_17'],
      from: '2026-03-20T09:00:00.000Z',
      to: '2026-03-20T09:45:00.000Z',
      state: 'DOWN',
      planned: false,
    });
    expect(second?.variables).toMatchObject({ after: 'c1', input: { asOf: '2026-03-10T00:00:00.000Z' } });
  });

  it('shows the first ones when asked, planned and degraded, or the answer as JSON', async () => {
    const platform = await answering(outageAnswer);
    const options = [
      '--planned',
      '--notice',
      '2026-03-01T00:00:00Z',
      '--degraded',
      '--first',
      '1',
      '--url',
      platform.url,
    ];
    const { out } = await plimsoll('what-if', '--asset', 'switch', ...when, ...options);
    expect(out).toContain('The first 1 of 2 customers; --all shows every one.');
    expect(platform.asked.at(-1)?.variables['input']).toMatchObject({
      planned: true,
      noticeGivenAt: '2026-03-01T00:00:00.000Z',
      state: 'DEGRADED',
    });
    const json = await plimsoll(
      'what-if',
      '--asset',
      'switch',
      ...when,
      '--all',
      '--json',
      '--url',
      platform.url,
    );
    expect(JSON.parse(json.out)).toMatchObject({
      exposure: { customers: { nodes: [{ customer: { name: 'Acme' } }, { customer: { name: 'Bolt' } }] } },
    });
  });

  it.each([
    [['--asset', 'nothing', ...when], 'no asset is "nothing"; close to it: switch, twin, twin'],
    [['--asset', 'twin', ...when], 'several assets are "twin"'],
    [
      ['--asset', 'switch', '--from', '2026-03-20T10:00:00', '--for', 'PT1H'],
      '--from takes an instant with its offset',
    ],
    [
      ['--asset', 'switch', '--from', '2026-03-20T10:00:00Z', '--to', '2026-03-20T09:00:00Z'],
      'ends before it begins',
    ],
    [['--asset', 'switch', '--for', '45'], '--for takes an ISO 8601 duration (PT45M), not "45"'],
    [['--asset', 'switch'], 'say when the outage ends with --to'],
    [when, "required option '--asset <asset...>' not specified"],
  ])('refuses %j', async (words, message) => {
    const platform = await answering(outageAnswer);
    const { code, err } = await plimsoll('what-if', ...words, '--url', platform.url);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('plimsoll token', () => {
  it('prints the token of a role and nothing else', async () => {
    const data = mkdtempSync(join(tmpdir(), 'plimsoll-data-'));
    writeFileSync(join(data, 'tokens.json'), '{"admin":"abc"}');
    expect(await plimsoll('token', 'admin', '--data', data)).toEqual({ code: 0, out: 'abc\n', err: '' });
    expect((await plimsoll('token', 'agent', '--data', data)).err).toContain(
      'holds no token of agent; it has admin',
    );
    expect((await plimsoll('token', 'pirate', '--data', data)).err).toContain('no role is named pirate');
    expect((await plimsoll('token')).err).toContain('holds no tokens.json');
  });
});

describe('plimsoll serve', () => {
  it('starts the platform as the options say and stops it when interrupted', async () => {
    const { code, out } = await plimsoll('serve', '--port', '4100', '--data', '/srv/data', '--empty');
    expect([code, out]).toEqual([0, 'stopped\n']);
    expect(served.at(-1)).toMatchObject({ port: 4100, dataFolder: '/srv/data', demonstration: false });
    await plimsoll('serve');
    expect(served.at(-1)).toMatchObject({ port: 4000, demonstration: true });
    expect((await plimsoll('serve', '--port', 'x')).err).toContain('--port takes a number from 0 to 65535');
  });
});

describe('plimsoll --help', () => {
  it.each([['serve'], ['import'], ['what-if'], ['token']])('explains %s with examples', async (command) => {
    const { code, out } = await plimsoll(command, '--help');
    expect([code, out]).toEqual([0, expect.stringContaining('Examples:')]);
  });

  it('lists the commands, and a wrong word is refused with code 2', async () => {
    expect((await plimsoll('--help')).out).toMatch(/import.*token.*what-if/s);
    expect((await plimsoll('imprt')).code).toBe(2);
  });
});
