import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runCommandLine } from './program.js';

interface Shown {
  status: string;
  finishedAt?: string;
  differences?: string[];
  position?: number;
}

/** Runs the command against a platform that shows these states, one after another. */
async function rebuild(states: Shown[], words: string[] = [], userErrors: { message: string }[] = []) {
  const written = { out: '', err: '' };
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      const { query } = JSON.parse(body) as { query: string };
      const { position = 0, ...state } = states.shift() ?? { status: 'RUNNING' };
      const data = query.startsWith('mutation')
        ? { rebuildAnalytics: { analyticsRebuild: userErrors.length > 0 ? null : { number: 3 }, userErrors } }
        : {
            analyticsRebuild: {
              number: 3,
              startedAt: '2026-03-01T10:00:00.000Z',
              finishedAt: null,
              differences: [],
              failure: null,
              progress: [{ producer: 'tickets', position, head: 9 }],
              ...state,
            },
          };
      if (query.startsWith('mutation')) states.unshift({ position, ...state });
      response.end(JSON.stringify({ data }));
    });
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const terminal = {
    out: (text: string) => (written.out += text),
    err: (text: string) => (written.err += text),
    environment: { PLIMSOLL_TOKEN: 'a token' },
  };
  try {
    const code = await runCommandLine(['rebuild', '--url', url, ...words], terminal, () => {
      throw new Error('nothing is served');
    });
    return { code, ...written };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const finishedAt = '2026-03-01T10:00:12.500Z';

describe('plimsoll rebuild', () => {
  it('says how far it is and waits for the end', async () => {
    const states = [
      { status: 'REQUESTED' },
      { status: 'RUNNING', position: 4 },
      { status: 'COMPLETED', position: 9, finishedAt },
    ];
    expect(await rebuild(states)).toEqual({
      code: 0,
      err: 'tickets 4 of 9\n',
      out: 'rebuilt in 12.5 s; what was built anew serves\n',
    });
  });

  it('names what differs and ends with code 1 where the result does not serve', async () => {
    const differences = ['customer: 3 rows serve, 2 were built'];
    expect(await rebuild([{ status: 'REFUSED', finishedAt, differences }])).toEqual({
      code: 1,
      err: 'what was built anew does not serve; what served before goes on:\n  customer: 3 rows serve, 2 were built\n',
      out: '',
    });
  });

  it('asks and does not wait where it is told so, and says why nothing was asked for', async () => {
    expect(await rebuild([], ['--no-wait'])).toEqual({
      code: 0,
      err: '',
      out: 'rebuilding 3 is asked for\n',
    });
    const refused = await rebuild([], [], [{ message: 'There is nothing here that you may change.' }]);
    expect(refused).toEqual({ code: 1, err: 'There is nothing here that you may change.\n', out: '' });
  });
});
