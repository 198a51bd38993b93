import { createHash } from 'node:crypto';
import { createLogger } from '@plimsoll/shared';
import { ApiKeyAuthenticator, type KeyCaller } from './api-key.authenticator.js';
import { networkOf } from './attempt-limit.js';

const secretOf = (letter: string) => `plk_0123456789ab_${letter.repeat(43)}`;
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
const SENTENCE = 'The API key is not accepted by this platform.';

/** An authenticator over keys in memory, with a clock that is set by hand and the questions it asked. */
function setUp() {
  const keys = new Map<string, KeyCaller>();
  const asked: { hint: string; hash: string }[] = [];
  const log: string[] = [];
  const state = { now: 1_000_000, down: false };
  const keep = (secret: string, partnerId = 'par_1', lifeMilliseconds = 3_600_000) =>
    keys.set(hashOf(secret), {
      keyId: `key_${partnerId}`,
      partnerId,
      scopes: ['READ'],
      validUntil: new Date(state.now + lifeMilliseconds),
    });
  const authenticator = new ApiKeyAuthenticator(
    async (attempt) => {
      asked.push(attempt);
      if (state.down) throw new Error('away');
      return keys.get(attempt.hash) ?? null;
    },
    createLogger('gateway', { destination: { write: (line: string) => void log.push(line) } }),
    () => state.now,
  );
  const send = (secret: string, address = '192.0.2.1') =>
    authenticator
      .authenticate(secret, address, 'r-1')
      .catch((error: Error & { extensions: Record<string, unknown> }) => error.extensions['code']);
  return { authenticator, keys, asked, log, state, keep, send };
}

describe('an API key at the gateway', () => {
  it('makes its partner the caller, asks with its hash alone, and is asked about once in 10 seconds', async () => {
    const { asked, keep, send, state } = setUp();
    const secret = secretOf('a');
    keep(secret);
    const both = await Promise.all([send(secret), send(secret)]);
    expect(both[0]).toEqual({
      subject: 'key_par_1',
      roles: ['partner'],
      partnerId: 'par_1',
      keyScopes: ['READ'],
    });
    expect(both[1]).toBe(both[0]);
    state.now += 9_999;
    expect(await send(secret)).toBe(both[0]);
    expect(asked).toEqual([{ hint: '0123456789ab', hash: hashOf(secret) }]);
    state.now += 1;
    expect(await send(secret)).toEqual(both[0]);
    expect(asked).toHaveLength(2);
  });

  it('is refused 10 seconds after it was revoked, and as soon as its time is over', async () => {
    const { keep, keys, send, state } = setUp();
    keep(secretOf('a'));
    keep(secretOf('b'), 'par_2', 4_000);
    expect(await send(secretOf('a'))).toMatchObject({ partnerId: 'par_1' });
    expect(await send(secretOf('b'))).toMatchObject({ partnerId: 'par_2' });
    keys.clear();
    state.now += 4_000;
    expect(await send(secretOf('b'))).toBe('UNAUTHENTICATED');
    state.now += 6_000;
    expect(await send(secretOf('a'))).toBe('UNAUTHENTICATED');
  });

  it('is refused in the same words for every reason, without asking where it has not the form', async () => {
    const { asked, authenticator } = setUp();
    for (const key of ['plk_', `${secretOf('a')}a`, secretOf('é'), 'x', secretOf('a')]) {
      await expect(authenticator.authenticate(key, '192.0.2.1', 'r')).rejects.toThrow(SENTENCE);
    }
    expect(asked).toHaveLength(1);
  });

  it('that was refused is not asked about again for 10 seconds', async () => {
    const { asked, keep, send, state } = setUp();
    expect(await send(secretOf('a'))).toBe('UNAUTHENTICATED');
    keep(secretOf('a'));
    state.now += 9_999;
    expect(await send(secretOf('a'))).toBe('UNAUTHENTICATED');
    expect(asked).toHaveLength(1);
    state.now += 1;
    expect(await send(secretOf('a'))).toMatchObject({ partnerId: 'par_1' });
  });

  it('holds off an address that sends many that are not accepted, but not its neighbours in good standing', async () => {
    const { asked, authenticator, keep, send, state } = setUp();
    keep(secretOf('z'));
    expect(await send(secretOf('z'), '192.0.2.2')).toMatchObject({ partnerId: 'par_1' });
    for (let index = 0; index < 30; index += 1) {
      const guess = `plk_0123456789ab_${String(index).padStart(43, 'a')}`;
      expect(await send(guess)).toBe('UNAUTHENTICATED');
    }
    expect(await send(secretOf('q'))).toBe('TOO_MANY_ATTEMPTS');
    await expect(authenticator.authenticate(secretOf('q'), '192.0.2.1', 'r')).rejects.toThrow(
      'Too many API keys from this address were not accepted. Try again in 60 seconds.',
    );
    const before = asked.length;
    expect(await send(secretOf('q'))).toBe('TOO_MANY_ATTEMPTS');
    expect(asked).toHaveLength(before);
    expect(await send(secretOf('q'), '192.0.2.9')).toBe('UNAUTHENTICATED');
    // Known to be good, although its ten seconds are over.
    state.now += 20_000;
    expect(await send(secretOf('z'))).toMatchObject({ partnerId: 'par_1' });
    state.now += 40_000;
    expect(await send(secretOf('q'))).toBe('UNAUTHENTICATED');
  });

  it('cannot be checked while the service that keeps it is away, and that counts against nobody', async () => {
    const { keep, log, send, state } = setUp();
    keep(secretOf('a'));
    state.down = true;
    for (let index = 0; index < 40; index += 1) {
      expect(await send(secretOf('a'))).toBe('AUTHENTICATION_UNAVAILABLE');
    }
    state.down = false;
    expect(await send(secretOf('a'))).toMatchObject({ partnerId: 'par_1' });
    expect(log.join('')).not.toContain(secretOf('a'));
  });
});

describe('the network of an address', () => {
  it('is an IPv4 address itself, and the first half of an IPv6 address', () => {
    expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
    expect(networkOf('2001:DB8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
    expect(networkOf('2001:0db8:0001:0002::9')).toBe('2001:db8:1:2');
    expect(networkOf('2001:db8::9')).toBe('2001:db8:0:0');
    expect(networkOf('::1')).toBe('0:0:0:0');
  });
});
