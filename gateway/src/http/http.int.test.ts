import { auditServer } from 'graphql-http';
import { TwoServices } from '../testing/two-services.js';

describe('the addresses of the gateway', () => {
  let platform: TwoServices;
  let origin: string;

  beforeAll(async () => {
    platform = await TwoServices.start();
    origin = `http://127.0.0.1:${platform.gateway.port}`;
  });

  afterAll(async () => {
    await platform.stop();
  });

  it('sends a browser to GraphiQL, in one page that loads nothing from elsewhere', async () => {
    const root = await fetch(`${origin}/`, { redirect: 'manual' });
    expect([root.status, root.headers.get('location')]).toEqual([302, '/graphql']);
    const response = await fetch(`${origin}/graphql`, { headers: { accept: 'text/html,*/*;q=0.8' } });
    const html = await response.text();
    expect(response.headers.get('content-type')).toContain('text/html');
    const markup = html.replace(/<script>[\s\S]*?<\/script>/g, '').replace(/<style>[\s\S]*?<\/style>/g, '');
    expect(markup).not.toMatch(/https?:\/\//);
    expect(html).not.toMatch(/<(?:script|link|img|iframe)[^>]+(?:src|href)="?(?:https?:)?\/\//);
    expect(html).not.toMatch(/@import\s+(?:url\()?["']?https?:|url\(["']?https?:/);
    expect([...html.matchAll(/<script>/g)].length).toBeGreaterThan(0);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toMatch(/default-src 'none'; script-src 'sha256-[A-Za-z0-9+/=]+'/);
    expect(policy).toContain("connect-src 'self'");
    const again = await fetch(`${origin}/graphql`, {
      headers: { accept: 'text/html', 'if-none-match': response.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('answers every address with the security headers and a request id', async () => {
    for (const path of ['/health/live', '/graphql', '/nowhere']) {
      const { headers } = await fetch(`${origin}${path}`, { headers: { 'x-request-id': 'mine' } });
      expect(headers.get('x-request-id')).toBe('mine');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('says that there is nothing where there is nothing', async () => {
    const response = await fetch(`${origin}/metrics`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      errors: [{ message: 'There is nothing here.', extensions: { code: 'NOT_FOUND' } }],
    });
  });

  it('is live always, and ready as long as every service is', async () => {
    const live = await fetch(`${origin}/health/live`);
    expect([live.status, await live.json()]).toEqual([200, { status: 'live' }]);
    const ready = await fetch(`${origin}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      {
        status: 'ready',
        lagging: 7,
        parked: 2,
        subgraphs: {
          customers: { status: 'ready', database: 'up', lagging: 3, parked: 0 },
          tickets: { status: 'ready', database: 'up', lagging: 4, parked: 2 },
        },
      },
    ]);
    platform.readiness = { status: 'degraded', database: 'down', lagging: 0, parked: 0 };
    await platform.stopRemote();
    const degraded = await fetch(`${origin}/health/ready`);
    expect([degraded.status, await degraded.json()]).toEqual([
      503,
      {
        status: 'degraded',
        lagging: 0,
        parked: 0,
        subgraphs: {
          customers: { status: 'degraded', database: 'down', lagging: 0, parked: 0 },
          tickets: { status: 'unavailable', database: 'unknown', lagging: 0, parked: 0 },
        },
      },
    ]);
    await platform.startRemote();
    platform.readiness = { status: 'ready', database: 'up', lagging: 0, parked: 0 };
  });

  it('speaks GraphQL over HTTP as the specification asks', async () => {
    const authorization = `Bearer ${await platform.token()}`;
    const results = await auditServer({
      url: `${origin}/graphql`,
      fetchFn: (url: string, init: RequestInit = {}) =>
        fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), authorization } }),
    });
    expect(results.length).toBeGreaterThan(50);
    expect(results.filter((result) => result.status === 'error').map((result) => result.name)).toEqual([]);
  });
});
