import { demonstrationCompany } from '../company.js';
import type { FileName, Row } from '../files.js';

const asOf = new Date('2026-03-18T10:30:00Z');
const now = '2026-03-18T10:30:00Z';
const company = demonstrationCompany({ asOf });

function rows(file: FileName): Row[] {
  return company.get(file) ?? [];
}

/** Whether the given instants, where present, come in this order. */
function inOrder(...instants: (string | undefined)[]): boolean {
  const present = instants.filter((instant) => instant !== undefined);
  return present.every((instant, i) => instant >= (present[i - 1] ?? ''));
}

describe('operations', () => {
  it('have changes with well-formed windows, and nothing begun after the data set’s instant', () => {
    const wrong = rows('changes').filter((row) => {
      const { from = '', to = '', started_at, ended_at, notice_given_at, status = '', outcome } = row;
      const ahead = !['COMPLETED', 'CANCELLED', 'IN_PROGRESS'].includes(status);
      return !(
        from < to &&
        inOrder(started_at, ended_at, now) &&
        inOrder(notice_given_at, from) &&
        inOrder(notice_given_at, now) &&
        (status === 'COMPLETED') === (outcome !== undefined && ended_at !== undefined) &&
        (!ahead || (from > now && from < '2026-04-02'))
      );
    });
    expect(wrong).toEqual([]);
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
    const wrong = rows('incidents').filter((row) => {
      const { started_at, detected_at, acknowledged_at, mitigated_at, restored_at, resolved_at } = row;
      return !(
        inOrder(started_at, detected_at, acknowledged_at, mitigated_at, restored_at, resolved_at, now) &&
        inOrder(row.announced_from, row.announced_to) &&
        (restored_at === undefined || (row.impact_from ?? '') < (row.impact_to ?? '')) &&
        (row.assets !== undefined || row.customer !== undefined)
      );
    });
    expect(wrong).toEqual([]);
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
    const wrong = rows('incident_impacts').filter(({ incident, from, to }) => {
      const { started_at, restored_at } = incidents.get(incident) ?? {};
      return !inOrder(started_at, from, to, restored_at);
    });
    expect(wrong).toEqual([]);
  });

  it('tell customers nothing before it happened nor after the data set’s instant', () => {
    const incidents = new Map(rows('incidents').map((row) => [row.external_id, row]));
    expect(rows('status_updates').length).toBeGreaterThan(20);
    const wrong = rows('status_updates').filter(
      ({ incident, at }) => !inOrder(incidents.get(incident)?.started_at, at, now),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the desk', () => {
  it('has tickets whose instants run forward and fit their status', () => {
    const wrong = rows('tickets').filter((row) => {
      const { opened_at, first_responded_at, resolved_at, closed_at, status } = row;
      return !(
        inOrder(opened_at, first_responded_at, resolved_at, closed_at, now) &&
        (resolved_at !== undefined) === (status === 'RESOLVED' || status === 'CLOSED') &&
        (closed_at !== undefined) === (status === 'CLOSED') &&
        (row.assignee === undefined) === (status === 'NEW')
      );
    });
    expect(wrong).toEqual([]);
    const statuses = new Set(rows('tickets').map((row) => row.status));
    expect([...statuses].sort()).toEqual(['CLOSED', 'IN_PROGRESS', 'NEW', 'RESOLVED', 'WAITING_ON_CUSTOMER']);
  });

  it('has two to eight events a ticket that someone took, in order, that agree with it', () => {
    const events = new Map<string, Row[]>();
    for (const row of rows('ticket_events')) {
      events.set(row.ticket ?? '', [...(events.get(row.ticket ?? '') ?? []), row]);
    }
    const wrong = rows('tickets').filter((ticket) => {
      const own = events.get(ticket.external_id ?? '') ?? [];
      return !(
        inOrder(ticket.opened_at, ...own.map((row) => row.at), now) &&
        own.every((row, i) => row.sequence === String(i + 1)) &&
        own.length >= (ticket.status === 'NEW' ? 1 : 2) &&
        own.length <= 8 &&
        own[0]?.at === ticket.opened_at &&
        own.filter((row) => row.type === 'REOPENED').length === Number(ticket.reopenings) &&
        own.filter((row) => row.type === 'RESOLVED').at(-1)?.at === ticket.resolved_at &&
        own.find((row) => row.type === 'CLOSED')?.at === ticket.closed_at
      );
    });
    expect(wrong).toEqual([]);
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
      const backwards = (other.get('incidents') ?? []).filter(
        (row) => row.impact_to !== undefined && (row.impact_from ?? '') >= row.impact_to,
      );
      expect(backwards).toEqual([]);
      expect(latest('changes', 'ended_at') <= at).toBe(true);
      expect(latest('tickets', 'opened_at') <= at).toBe(true);
      expect(latest('ticket_events', 'at') <= at).toBe(true);
      expect(other.get('assets')).toHaveLength(900);
    },
  );
});
