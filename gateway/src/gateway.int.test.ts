import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError, verifyInternalToken } from '@plimsoll/shared';
import { createGateway } from './gateway.js';
import { TwoServices } from './testing/two-services.js';

const PAGE = '{ customers(first: 6) { totalCount nodes { id name partner { id name tier { name } } } } }';

describe('the gateway before one local and one remote service', () => {
  let platform: TwoServices;

  beforeAll(async () => {
    platform = await TwoServices.start();
  });

  afterAll(async () => {
    await platform.stop();
  });

  afterEach(() => {
    platform.localFailure = undefined;
    platform.remoteAnswer = undefined;
    platform.seen.representations.length = 0;
    platform.seen.headers.length = 0;
    platform.seen.principals.length = 0;
    platform.log.length = 0;
  });

  it('answers one query from both, asking for each entity once', async () => {
    const { status, data, errors } = await platform.ask(PAGE);
    expect(status).toBe(200);
    const nodes = (data as { customers: { nodes: { id: string; partner: unknown }[] } }).customers.nodes;
    expect(nodes.map((node) => node.id)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5']);
    expect(nodes[0]?.partner).toEqual({ id: 'p0', name: 'Partner p0', tier: { name: 'gold' } });
    expect(nodes[4]?.partner).toEqual({ id: 'p0', name: 'Partner p0', tier: { name: 'gold' } });
    expect(nodes[5]?.partner).toEqual({ id: 'p1', name: null, tier: null });
    expect(platform.seen.representations).toEqual([2]);
    expect(errors).toEqual([
      {
        message: 'Hidden from you.',
        path: ['customers', 'nodes', 1, 'partner'],
        extensions: { code: 'FORBIDDEN', service: 'tickets' },
      },
    ]);
  });

  it('goes on from one service to the other and back', async () => {
    const { data, errors } = await platform.ask('{ tickets { id customer { id name openTickets { id } } } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      tickets: ['t1', 't2'].map((id) => ({
        id,
        customer: { id: 'c1', name: 'Customer 1', openTickets: [{ id: 'of-c1' }] },
      })),
    });
  });

  it('signs its requests to a remote service and passes the request id on', async () => {
    await platform.ask('{ tickets { id } }', {}, { 'x-request-id': 'req-1' });
    await platform.ask('{ tickets { id } }', {}, { 'x-request-id': 'req-2' });
    expect(platform.seen.headers.map((headers) => headers['x-request-id'])).toEqual(['req-1', 'req-2']);
    const [, token = ''] = (platform.seen.headers[0]?.authorization ?? '').split(' ');
    const { principal } = await verifyInternalToken(token, platform.internalSecret);
    expect(principal).toEqual({ subject: 'ada', roles: ['admin'] });
  });

  it('answers with the request id it was given, and makes one where the given one is malformed', async () => {
    const given = await platform.ask('{ requestId }', {}, { 'x-request-id': 'abc-123' });
    expect(given.headers.get('x-request-id')).toBe('abc-123');
    expect(given.data).toEqual({ requestId: 'abc-123' });
    const made = await platform.ask('{ requestId }', {}, { 'x-request-id': 'no spaces {}' });
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(made.data).toEqual({ requestId: made.headers.get('x-request-id') });
  });

  it('logs one line a request, without the token', async () => {
    await platform.ask(
      'query Page { customers(first: 6) { nodes { id } } }',
      {},
      { 'x-request-id': 'logged' },
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    const lines = platform.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      msg: 'request',
      requestId: 'logged',
      operation: 'Page',
      kind: 'query',
      subject: 'ada',
      cost: 7,
      status: 200,
    });
    expect(typeof lines[0]?.['durationMilliseconds']).toBe('number');
    expect(platform.log.join('')).not.toContain('eyJ');
  });

  describe('errors of a service', () => {
    it('keep code, message and input path when they are meant for the caller, and nothing else', async () => {
      const { errors } = await platform.ask('{ domainError }');
      expect(errors).toEqual([
        {
          message: 'The month is not closed yet.',
          path: ['domainError'],
          extensions: { code: 'MONTH_OPEN', path: ['month'], service: 'customers' },
        },
      ]);
    });

    it('become the request id when nobody expected them', async () => {
      const { errors, text, data } = await platform.ask('{ databaseError }', {}, { 'x-request-id': 'req-9' });
      expect(data).toEqual({ databaseError: null });
      expect(errors).toEqual([
        {
          message: 'Something went wrong; quote the request id req-9 when you report it.',
          path: ['databaseError'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'customers', requestId: 'req-9' },
        },
      ]);
      expect(text).not.toMatch(/secret_table|postgres/);
      expect(platform.log.join('')).toContain('secret_table');
    });

    it('are the caller’s own when the service refuses a value', async () => {
      platform.remoteAnswer = {
        status: 400,
        body: JSON.stringify({
          errors: [{ message: 'Variable "$at" got invalid value "x"; not an instant.' }],
        }),
      };
      const { errors } = await platform.ask('{ tickets { id } }');
      expect(errors).toMatchObject([
        {
          message: 'Variable "$at" got invalid value "x"; not an instant.',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ]);
    });

    it('never show the address or the body of a failing service', async () => {
      platform.remoteAnswer = { status: 502, body: '{"leak":"postgres://owner:pw@10.0.0.1"}' };
      const { errors, text } = await platform.ask('{ customer(id: "c1") { name openTickets { id } } }');
      expect(errors).toMatchObject([
        {
          message: 'The tickets service is not available at the moment.',
          extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'tickets' },
        },
      ]);
      expect(text).not.toMatch(/leak|postgres|127\.0\.0\.1|502/);
    });
  });

  it('gives partial data while a service is down, and recovers without a restart', async () => {
    const query = '{ customer(id: "c1") { name openTickets { id } partner { id name } } }';
    await platform.stopRemote();
    const during = await platform.ask(query, {}, { 'x-request-id': 'down-1' });
    expect(during.status).toBe(200);
    expect(during.data).toEqual({
      customer: { name: 'Customer 1', openTickets: null, partner: { id: 'p1', name: null } },
    });
    expect(during.errors).toEqual([
      {
        message: 'The tickets service is not available at the moment.',
        path: ['customer'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'tickets', requestId: 'down-1' },
      },
    ]);
    await platform.startRemote();
    const after = await platform.ask('{ customer(id: "c1") { openTickets { id } } }');
    expect(after.errors).toBeUndefined();
    expect(after.data).toEqual({ customer: { openTickets: [{ id: 'of-c1' }] } });
  });

  it('tells when a local service fails as a whole', async () => {
    platform.localFailure = new Error('connection to 10.0.0.1 refused');
    const { data, errors, text } = await platform.ask('{ customer(id: "c1") { name } tickets { id } }');
    expect(data).toEqual({ customer: null, tickets: [{ id: 't1' }, { id: 't2' }] });
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'customers' } }]);
    expect(text).not.toContain('10.0.0.1');
  });

  it('reports a null where the graph promises a value', async () => {
    platform.remoteAnswer = {
      status: 200,
      body: JSON.stringify({ data: { _entities: [{ promised: null }] } }),
    };
    const { data, errors, text } = await platform.ask('{ customer(id: "c1") { name promised } }');
    expect(data).toEqual({ customer: null });
    expect(errors).toMatchObject([{ path: ['customer', 'promised'], extensions: { code: 'MISSING_VALUE' } }]);
    expect(text).not.toContain('valueCompletion');
  });

  it('hands out neither query plans nor suggestions nor stack traces', async () => {
    const plan = await platform.ask('{ tickets { id } }', {}, { 'apollo-query-plan-experimental': '1' });
    expect(plan.text).not.toContain('QueryPlan');
    const typo = await platform.ask('{ custmers { totalCount } }');
    expect(typo.status).toBe(400);
    expect(typo.text).not.toMatch(/Did you mean|stacktrace/);
    expect(typo.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('lets the signed-in read the schema', async () => {
    const { data } = await platform.ask('{ __schema { queryType { name } } }');
    expect(data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });

  it('refuses batches and requests a foreign page could forge', async () => {
    const authorization = `Bearer ${await platform.token()}`;
    const batch = await platform.post('[{"query":"{ caller }"}]', { authorization });
    expect(batch.status).toBe(400);
    const forged = await platform.post('{"query":"{ caller }"}', {
      authorization,
      'content-type': 'text/plain',
    });
    expect(forged.status).toBe(400);
  });
});

describe('a gateway short of time', () => {
  it('ends a request that takes too long with a clear error', async () => {
    const platform = await TwoServices.start({ requestTimeoutMilliseconds: 100 });
    const { status, errors } = await platform.ask('{ slow(milliseconds: 400) }');
    expect(status).toBe(504);
    expect(errors?.[0]).toMatchObject({
      message: 'The request took longer than 0.1 seconds and was stopped. Ask for less at a time.',
      extensions: { code: 'REQUEST_TIMEOUT' },
    });
    const next = await platform.ask('{ slow(milliseconds: 1) }');
    expect(next.data).toEqual({ slow: 'done' });
    await platform.stop();
  });

  it('gives up on a service that does not answer', async () => {
    const platform = await TwoServices.start({ subgraphTimeoutMilliseconds: 100 });
    await platform.stopRemote();
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    await platform.gateway.stop();
    const { port } = silent.address() as AddressInfo;
    const options = platform.options({ subgraphTimeoutMilliseconds: 100 });
    platform.gateway = await createGateway({
      ...options,
      subgraphs: [
        ...options.subgraphs.slice(0, 1),
        { name: 'tickets', url: `http://127.0.0.1:${port}/graphql` },
      ],
    });
    const { data, errors } = await platform.ask('{ customer(id: "c2") { name openTickets { id } } }');
    expect(data).toEqual({ customer: { name: 'Customer 2', openTickets: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
    await platform.stop();
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('lets running requests finish when it stops, and accepts no new ones', async () => {
    const platform = await TwoServices.start();
    const running = platform.ask('{ slow(milliseconds: 300) }');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const stopping = platform.gateway.stop();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(platform.ask('{ caller }')).rejects.toThrow('fetch failed');
    expect((await running).data).toEqual({ slow: 'done' });
    await stopping;
    await platform.stopRemote();
  });
});

describe('a gateway that cannot start', () => {
  let platform: TwoServices;
  let taken: Server;

  beforeAll(async () => {
    platform = new TwoServices();
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    await new Promise((resolve) => taken.close(resolve));
  });

  it('says which port is taken and what to do', async () => {
    const { port } = taken.address() as AddressInfo;
    const options = platform.options({ port });
    await expect(createGateway(options)).rejects.toThrow(
      new ConfigError(`port ${port} is taken; use --port (or PORT) to choose another`),
    );
  });

  it('names a service that has no place', async () => {
    const options = platform.options();
    await expect(createGateway({ ...options, subgraphs: options.subgraphs.slice(0, 1) })).rejects.toThrow(
      'The supergraph names the service "tickets", which has no place here.',
    );
  });

  it('insists on somebody to sign in and on a secret for remote services', async () => {
    await expect(createGateway(platform.options({ authentication: {} }))).rejects.toThrow(
      'Nobody could sign in',
    );
    await expect(createGateway(platform.options({ internalTokenSecret: 'short' }))).rejects.toThrow(
      'at least 32 characters',
    );
  });
});
