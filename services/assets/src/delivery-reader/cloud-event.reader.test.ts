import { readCloudEvent, versionOfArtifact } from './cloud-event.reader.js';

const NOW = new Date('2026-03-10T12:00:00.000Z');
const event = (type: string, data: unknown, over: object = {}) => ({
  specversion: '1.0',
  id: '1',
  source: '/ci',
  type,
  time: '2026-03-10T11:00:00+01:00',
  data,
  ...over,
});

describe('the version in a package URL', () => {
  it.each([
    ['pkg:oci/shop@1.2.3', { tag: '1.2.3', commit: null }],
    ['pkg:oci/shop@1.2.3?arch=amd64#bin', { tag: '1.2.3', commit: null }],
    ['pkg:npm/%40acme/shop@2.0.0', { tag: '2.0.0', commit: null }],
    ['pkg:oci/myapp@sha256%3A0b31b1', { tag: null, commit: 'sha256:0b31b1' }],
    ['pkg:oci/shop', { tag: null, commit: 'pkg:oci/shop' }],
    ['pkg:oci/shop@%E0%A4%A', { tag: '%E0%A4%A', commit: null }],
    ['', { tag: null, commit: null }],
  ])('%p', (purl, expected) => {
    expect(versionOfArtifact(purl)).toEqual(expected);
  });
});

describe('a CloudEvent', () => {
  it('of CDEvents says what service runs which artifact where, at its own time', () => {
    const data = {
      subject: {
        id: 'shop',
        type: 'service',
        content: { environment: { id: 'env-7', name: 'prod' }, artifactId: 'pkg:oci/shop@1.2.3' },
      },
    };
    expect(readCloudEvent(event('dev.cdevents.service.upgraded.0.2.0', data), NOW)).toEqual({
      fact: {
        event: 'DEPLOYMENT',
        repository: 'shop',
        tag: '1.2.3',
        commit: null,
        ref: null,
        url: null,
        at: '2026-03-10T10:00:00.000Z',
        key: '/ci 1',
        state: 'SUCCEEDED',
        environment: 'prod',
        workflow: null,
      },
    });
    expect(
      readCloudEvent(event('dev.cdevents.service.rolledback.0.3.0', data, { time: undefined }), NOW),
    ).toMatchObject({ fact: { state: 'ROLLED_BACK_TO', at: NOW.toISOString() } });
  });

  it.each(['soon', '', null, '-271821-04-20T00:00:00Z', '1969-12-31T23:59:59Z'])(
    'of the time %j happened when it came',
    (time) => {
      const told = event('plimsoll.deployer.started.v1', { service: 'shop' }, { time });
      expect(readCloudEvent(told, NOW)).toMatchObject({ fact: { at: NOW.toISOString() } });
    },
  );

  it.each([
    ['dev.cdevents.service.removed.0.2.0', {}, 'A service that is removed is not followed.'],
    ['dev.cdevents.environment.created.0.2.0', {}, 'are not followed'],
    ['dev.cdevents.service.deployed.0.2.0', {}, 'Not readable: subject'],
    ['plimsoll.deployer.exploded.v1', {}, 'are not followed'],
    ['plimsoll.deployer.started.v1', { service: '' }, 'Not readable: service'],
    ['plimsoll.deployer.started.v1', { service: 'a\u0000' }, 'Not readable: service has characters'],
    ['plimsoll.deployer.started.v1', { service: 'a', version: '\ud800' }, 'Not readable: version has'],
    ['plimsoll.deployer.started.v1', null, 'Not readable'],
  ])('%s with %j is kept with the reason', (type, data, reason) => {
    const reading = readCloudEvent(event(type, data), NOW);
    expect('ignored' in reading ? reading.ignored : reading).toEqual(expect.stringContaining(reason));
  });

  it('links to nothing but the web', () => {
    const linked = (url: string) =>
      readCloudEvent(event('plimsoll.deployer.started.v1', { service: 'shop', url }), NOW);
    expect(linked('https://ci.example/1')).toMatchObject({ fact: { url: 'https://ci.example/1' } });
    expect(linked('javascript:alert(1)')).toMatchObject({ fact: { url: null } });
  });

  it('without its attributes is none', () => {
    expect(readCloudEvent({ type: 'x' }, NOW)).toEqual({
      ignored: expect.stringContaining('Not readable: id'),
    });
  });
});
