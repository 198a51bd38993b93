import 'reflect-metadata';
import { testSubgraph } from '@plimsoll/shared/testing';
import { createEntitlementsSubgraph, entitlementsDatabase } from '../subgraph.js';

const service = testSubgraph({ database: entitlementsDatabase, create: createEntitlementsSubgraph });

const { load } = service;

describe('business calendars', () => {
  it('are imported, with strict zones, hours and holidays', async () => {
    const rows = [
      {
        external_id: 'office',
        time_zone: 'Europe/Berlin',
        hours: 'Mon-Fri 9:00-17:00',
        holidays: 'DE-BY; 2026-12-24',
      },
      { external_id: 'always', time_zone: 'UTC' },
      { external_id: 'a', time_zone: 'Berlin', hours: '' },
      { external_id: 'b', time_zone: '+01:00' },
      { external_id: 'c', time_zone: 'UTC', hours: 'Mon-Fri' },
      { external_id: 'd', time_zone: 'UTC', holidays: 'DE-XX' },
      { external_id: 'e', time_zone: 'UTC', holidays: '2026-02-30' },
    ];
    const report = await load('Calendars', rows);
    expect(report).toMatchObject({ created: 2, updated: 0, unchanged: 0 });
    expect(report.rejects.map(({ line, column }) => [line, column])).toEqual([
      [3, 'time_zone'],
      [4, 'time_zone'],
      [5, 'hours'],
      [6, 'holidays'],
      [7, 'holidays'],
    ]);
    expect(await load('Calendars', rows)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  });

  it('show their hours and the days off of a year', async () => {
    expect((await service.events()).find(({ data }) => data['externalId'] === 'office')?.data).toMatchObject({
      name: 'office',
      timeZone: 'Europe/Berlin',
      hours: 'Mon-Fri 09:00-17:00',
      holidays: ['DE-BY', '2026-12-24'],
    });
    const { calendars } = await service.run<{ calendars: { nodes: { holidayDates: { date: string }[] }[] } }>(
      `{ calendars { nodes { name timeZone hours holidays workingWindows { weekday fromMinute toMinute } holidayDates(year: 2026) { date name } } } }`,
    );
    const [always, office] = calendars.nodes;
    expect(always).toMatchObject({ name: 'always', hours: '24x7', holidays: [], holidayDates: [] });
    expect(office).toMatchObject({ hours: 'Mon-Fri 09:00-17:00', holidays: ['DE-BY', '2026-12-24'] });
    const dates = office?.holidayDates.map(({ date }) => date) ?? [];
    // Public holidays of Bavaria: Epiphany and Corpus Christi (60 days after Easter, 5 April) are among them.
    expect(dates).toEqual(
      expect.arrayContaining(['2026-01-01', '2026-01-06', '2026-06-04', '2026-12-24', '2026-12-25']),
    );
    expect(dates).not.toContain('2026-10-31');
    expect(dates).toEqual([...dates].toSorted());
  });

  it('are created and changed, and refuse what is wrong', async () => {
    const create = async (input: Record<string, unknown>) =>
      (
        await service.run<{ createCalendar: { calendar: { id: string } | null; userErrors: unknown[] } }>(
          `mutation ($input: CreateCalendarInput!) { createCalendar(input: $input) { calendar { id hours } userErrors { code path } } }`,
          { input },
        )
      ).createCalendar;
    const made = await create({ idempotencyKey: 'c1', name: 'Desk', timeZone: 'Asia/Singapore' });
    expect(made).toMatchObject({ calendar: { hours: '24x7' }, userErrors: [] });
    expect(await create({ idempotencyKey: 'c2', name: 'Desk', timeZone: 'Mars/Base' })).toEqual({
      calendar: null,
      userErrors: [{ code: 'INVALID', path: ['timeZone'] }],
    });
    const { updateCalendar } = await service.run<{ updateCalendar: unknown }>(
      `mutation ($input: UpdateCalendarInput!) { updateCalendar(input: $input) { calendar { version hours timeZone } userErrors { code } } }`,
      { input: { id: made.calendar?.id, expectedVersion: 1, hours: 'Mon 8:00-12:00' } },
    );
    expect(updateCalendar).toEqual({
      calendar: { version: 2, hours: 'Mon 08:00-12:00', timeZone: 'Asia/Singapore' },
      userErrors: [],
    });
  });
});
