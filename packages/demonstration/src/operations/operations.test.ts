import { demonstrationCompany } from '../company.js';
import type { FileName, Row } from '../files.js';

const asOf = new Date('2026-03-18T10:30:00Z');
const now = '2026-03-18T10:30:00Z';
const company = demonstrationCompany({ asOf });

function rows(file: FileName): Row[] {
  return company.get(file) ?? [];
}

/** That the given instants, where present, come in this order. */
function expectOrder(...instants: (string | undefined)[]): void {
  const present = instants.filter((instant) => instant !== undefined);
  // Thousands of calls: the matcher runs only to report what is wrong.
  if (present.some((instant, i) => instant < (present[i - 1] ?? '')))
    expect(present).toEqual([...present].sort());
}

describe('operations', () => {
  it('have changes with well-formed windows, and nothing begun after the data set’s instant', () => {
    for (const row of rows('changes')) {
      const { from = '', to = '', started_at, ended_at, notice_given_at, status, outcome } = row;
      expect(from < to).toBe(true);
      expectOrder(started_at, ended_at, now);
      expectOrder(notice_given_at, from);
      expectOrder(notice_given_at, now);
      expect(status === 'COMPLETED').toBe(outcome !== undefined && ended_at !== undefined);
      if (!['COMPLETED', 'CANCELLED', 'IN_PROGRESS'].includes(status ?? '')) {
        expect(from > now && from < '2026-04-02').toBe(true);
      }
    }
    const states = new Set(rows('changes').map((row) => row.status));
    for (const status of [
      'DRAFT',
      'ASSESSED',
      'IN_REVIEW',
      'APPROVED',
      'SCHEDULED',
      'IN_PROGRESS',
      'CANCELLED',
    ]) {
      expect(states).toContain(status);
    }
    const finished = rows('changes').filter((row) => row.outcome !== undefined);
    const succeeded = finished.filter((row) => row.outcome === 'SUCCEEDED');
    expect(succeeded.length / finished.length).toBeGreaterThan(0.8);
    expect(new Set(finished.map((row) => row.outcome)).size).toBe(4);
  });

  it('have incidents in order of their five steps, one of them open and degraded', () => {
    for (const row of rows('incidents')) {
      const { started_at, detected_at, acknowledged_at, mitigated_at, restored_at, resolved_at } = row;
      expectOrder(started_at, detected_at, acknowledged_at, mitigated_at, restored_at, resolved_at, now);
      expectOrder(row.announced_from, row.announced_to);
      if (restored_at !== undefined) expect((row.impact_from ?? '') < (row.impact_to ?? '')).toBe(true);
      expect(row.assets !== undefined || row.customer !== undefined).toBe(true);
    }
    const open = rows('incidents').filter((row) => row.restored_at === undefined);
    expect(open.map((row) => [row.state, row.resolved_at, row.impact_to])).toEqual([
      ['DEGRADED', undefined, undefined],
    ]);
  });

  it('have announced maintenance, some of it announced late, and incidents that changes caused', () => {
    const planned = rows('incidents').filter((row) => row.planned === 'true');
    const lead = (row: Row) => Date.parse(row.announced_from ?? '') - Date.parse(row.notice_given_at ?? '');
    expect(planned.length).toBeGreaterThan(20);
    expect(planned.filter((row) => lead(row) < 24 * 3_600_000).length).toBeGreaterThan(1);
    const caused = rows('incidents').filter(
      (row) => row.planned === 'false' && row.caused_by_change !== undefined,
    );
    expect(caused.length).toBeGreaterThan(10);
  });

  it('have several impacts for a few incidents, within these', () => {
    const incidents = new Map(rows('incidents').map((row) => [row.external_id, row]));
    expect(rows('incident_impacts').length).toBeGreaterThan(3);
    for (const { incident, from, to } of rows('incident_impacts')) {
      const { started_at, restored_at } = incidents.get(incident) ?? {};
      expectOrder(started_at, from, to, restored_at);
    }
  });

  it('tell customers nothing before it happened nor after the data set’s instant', () => {
    const incidents = new Map(rows('incidents').map((row) => [row.external_id, row]));
    expect(rows('status_updates').length).toBeGreaterThan(20);
    for (const { incident, at } of rows('status_updates'))
      expectOrder(incidents.get(incident)?.started_at, at, now);
  });
});

describe('the desk', () => {
  it('has tickets whose instants run forward and fit their status', () => {
    for (const row of rows('tickets')) {
      const { opened_at, first_responded_at, resolved_at, closed_at, status } = row;
      expectOrder(opened_at, first_responded_at, resolved_at, closed_at, now);
      expect(resolved_at !== undefined).toBe(status === 'RESOLVED' || status === 'CLOSED');
      expect(closed_at !== undefined).toBe(status === 'CLOSED');
    }
  });

  it('has two to eight events a ticket, in order, that agree with it', () => {
    const events = new Map<string, Row[]>();
    for (const row of rows('ticket_events')) {
      events.set(row.ticket ?? '', [...(events.get(row.ticket ?? '') ?? []), row]);
    }
    for (const ticket of rows('tickets')) {
      const own = events.get(ticket.external_id ?? '') ?? [];
      expectOrder(ticket.opened_at, ...own.map((row) => row.at), now);
      const said = {
        sequence: own.every((row, i) => row.sequence === String(i + 1)),
        count: own.length >= 2 && own.length <= 8,
        opened: own[0]?.at,
        reopenings: String(own.filter((row) => row.type === 'REOPENED').length),
        resolved: own.filter((row) => row.type === 'RESOLVED').at(-1)?.at,
        closed: own.find((row) => row.type === 'CLOSED')?.at,
      };
      expect(said).toEqual({
        sequence: true,
        count: true,
        opened: ticket.opened_at,
        reopenings: ticket.reopenings,
        resolved: ticket.resolved_at,
        closed: ticket.closed_at,
      });
    }
  });
});

describe('any instant', () => {
  it.each(['2026-01-01T00:10:00Z', '2028-02-29T23:59:00Z', '2026-03-29T01:30:00Z'])(
    '%s gives a company whose past is past',
    (at) => {
      const other = demonstrationCompany({ asOf: new Date(at), seed: 3 });
      const latest = (file: FileName, column: string) =>
        (other.get(file) ?? []).map((row) => row[column] ?? '').reduce((a, b) => (a > b ? a : b));
      for (const column of ['started_at', 'restored_at', 'resolved_at', 'impact_to']) {
        expect(latest('incidents', column) <= at).toBe(true);
      }
      for (const row of other.get('incidents') ?? []) {
        if (row.impact_to !== undefined) expect((row.impact_from ?? '') < row.impact_to).toBe(true);
      }
      expect(latest('changes', 'ended_at') <= at).toBe(true);
      expect(latest('tickets', 'opened_at') <= at).toBe(true);
      expect(latest('ticket_events', 'at') <= at).toBe(true);
      expect(other.get('assets')).toHaveLength(900);
    },
  );
});
