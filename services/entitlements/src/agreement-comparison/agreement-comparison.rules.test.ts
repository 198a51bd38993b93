import { comparePromises, overallVerdict, type Compared } from './agreement-comparison.rules.js';

const berlin = { timeZone: 'Europe/Berlin', hours: 'Mon-Fri 09:00-17:00', holidays: ['DE-BY'] };
const agreement = (changes: Partial<Compared> = {}): Compared => ({
  uptimeTarget: '99.9',
  degradedWeight: '0.5',
  maintenanceNoticeHours: '72',
  maintenanceCapMinutes: '120',
  creditTiers: [
    { below: '99.9', percent: '10' },
    { below: '99', percent: '25' },
  ],
  creditCapPercent: '50',
  calendarId: 'cal_x',
  calendar: berlin,
  targets: [{ priority: 'P1', firstResponse: 'PT15M', update: null, resolution: 'PT4H' }],
  ...changes,
});

const changed = (first: Partial<Compared>, second: Partial<Compared>) =>
  comparePromises(agreement(first), agreement(second))
    .filter(({ verdict }) => verdict !== 'EQUAL')
    .map(({ field, verdict }) => `${field} ${verdict}`);

describe('comparing agreements', () => {
  it('says of each promise that it is the same', () => {
    const promises = comparePromises(agreement(), agreement());
    expect(promises.map(({ field, priority }) => (priority ? `${priority} ${field}` : field))).toEqual([
      'uptimeTarget',
      'degradedWeight',
      'maintenanceNoticeHours',
      'maintenanceCapMinutes',
      'creditTiers',
      'creditCapPercent',
      'calendar',
      'P1 firstResponse',
      'P1 update',
      'P1 resolution',
    ]);
    expect(overallVerdict(promises)).toBe('EQUAL');
    expect(promises[0]?.text).toBe('Uptime: 99.9 % a month – equal.');
  });

  it.each<[Partial<Compared>, Partial<Compared>, string[]]>([
    [{}, { uptimeTarget: '99.95' }, ['uptimeTarget STRICTER']],
    [{}, { uptimeTarget: '99.90' }, []],
    [{}, { degradedWeight: '0.25' }, ['degradedWeight LOOSER']],
    [{}, { maintenanceNoticeHours: '24' }, ['maintenanceNoticeHours LOOSER']],
    [
      {},
      { maintenanceNoticeHours: null },
      ['maintenanceNoticeHours STRICTER', 'maintenanceCapMinutes STRICTER'],
    ],
    [{}, { maintenanceCapMinutes: null }, ['maintenanceCapMinutes LOOSER']],
    [{ maintenanceNoticeHours: null }, { maintenanceNoticeHours: null, maintenanceCapMinutes: '5' }, []],
    [{}, { creditCapPercent: null }, ['creditCapPercent STRICTER']],
    [{}, { creditTiers: [] }, ['creditTiers LOOSER']],
    // A tier that pays nothing more than the one above it changes nothing.
    [
      { creditTiers: [{ below: '99.9', percent: '10' }] },
      {
        creditTiers: [
          { below: '99.9', percent: '10' },
          { below: '99', percent: '10' },
        ],
      },
      [],
    ],
    // More from 99 % up, less below.
    [{}, { creditTiers: [{ below: '99.9', percent: '15' }] }, ['creditTiers DIFFERENT']],
    [{}, { calendar: null }, ['calendar STRICTER']],
    [{}, { calendar: { ...berlin, holidays: [] } }, ['calendar STRICTER']],
    [{}, { calendar: { ...berlin, hours: 'Mon-Fri 09:00-12:00,12:00-17:00' } }, []],
    [{}, { calendar: { ...berlin, hours: 'Mon-Fri 08:00-16:00' } }, ['calendar DIFFERENT']],
    [{}, { calendar: { ...berlin, hours: 'Mon-Thu 09:00-17:00' } }, ['calendar LOOSER']],
    [{}, { calendar: { ...berlin, timeZone: 'Europe/Paris' } }, ['calendar DIFFERENT']],
    [
      {},
      {
        targets: [
          { priority: 'P1', firstResponse: 'PT900S', update: 'PT1H', resolution: null },
          { priority: 'P3', firstResponse: 'P1D', update: null, resolution: null },
        ],
      },
      ['update STRICTER', 'resolution LOOSER', 'firstResponse STRICTER'],
    ],
  ])('from %j to %j', (first, second, expected) => {
    expect(changed(first, second)).toEqual(expected);
    const turned = expected.map((text) =>
      text.replace(/STRICTER|LOOSER/, (verdict) => (verdict === 'LOOSER' ? 'STRICTER' : 'LOOSER')),
    );
    expect(changed(second, first)).toEqual(turned);
  });

  it('reads as sentences', () => {
    const promises = comparePromises(
      agreement(),
      agreement({
        uptimeTarget: '99.95',
        calendar: null,
        targets: [{ priority: 'P1', firstResponse: null, update: null, resolution: 'PT4H' }],
      }),
    );
    expect(promises.filter(({ verdict }) => verdict !== 'EQUAL').map(({ text }) => text)).toEqual([
      'Uptime: 99.95 % a month instead of 99.9 % a month – stricter.',
      'Working time: around the clock instead of Mon-Fri 09:00-17:00 Europe/Berlin without DE-BY – stricter.',
      'First response of P1: none promised instead of within PT15M – looser.',
    ]);
    expect(overallVerdict(promises)).toBe('DIFFERENT');
  });
});
