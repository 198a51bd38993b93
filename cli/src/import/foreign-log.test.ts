import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMapping, planMapped, runImport } from './index.js';
import { MemorySink } from './testing/memory.sink.js';

const testing = join(__dirname, 'testing');

describe('the log of a tracker that no mapping ships for', () => {
  const sink = new MemorySink({ importTicketEvents: ['ticket', 'sequence'] });
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-foreign-log-'));
  const file = join(folder, 'issue-tracker.json');
  const importLog = async () => {
    copyFileSync(join(testing, 'issue-tracker.json'), file);
    return runImport({
      stages: await planMapped(file, await loadMapping(join(testing, 'issue-tracker.yaml'))),
      sink,
      source: 'tracker',
      progress: () => undefined,
      now: () => performance.now(),
    });
  };

  it('needs a mapping and no code: nested lists, own words, offsets across the change of clocks', async () => {
    const { stages } = await importLog();
    expect(stages.map(({ noun, read, created, rejected }) => [noun, read, created, rejected])).toEqual([
      ['customers', 2, 2, 0],
      ['tickets', 3, 2, 1],
      ['ticket_events', 15, 15, 0],
    ]);
    expect(readFileSync(join(folder, 'issue-tracker.json.rejected.csv'), 'utf8')).toContain(
      '"tickets: ""Huge"" is not in the table of the mapping"',
    );
    expect(sink.rows('importTickets')).toEqual([
      {
        external_id: 'OPS-7',
        subject: 'Checkout fails',
        kind: 'INCIDENT',
        opened_at: '2026-03-28T21:30:00Z',
        customer: 'org-1',
        channel: 'EMAIL',
        priority: 'P1',
        status: 'CLOSED',
        queue: 'OPS',
        team: 'Night shift',
        assignee: 'kim',
        category: 'payments',
        first_responded_at: '2026-03-28T21:50:00Z',
        resolved_at: '2026-03-29T13:00:00Z',
        external_verdict: 'Gold: breached',
      },
      {
        external_id: 'ASK-2',
        subject: 'How do I …',
        kind: 'REQUEST',
        opened_at: '2026-03-30T07:00:00Z',
        customer: 'org-2',
        priority: 'P4',
        status: 'NEW',
        queue: 'ASK',
      },
    ]);
    expect(
      sink
        .rows('importTicketEvents')
        .filter(({ ticket }) => ticket === 'OPS-7')
        .map(({ sequence, at, type, actor, from, to }) =>
          [sequence, at?.slice(8, 16), type, actor ?? '', from ?? '', to ?? ''].join(' '),
        ),
    ).toEqual([
      '1 28T21:30 opened   NEW',
      '2 28T21:40 acknowledged lee NEW IN_PROGRESS',
      '3 28T21:45 noted lee  ',
      '4 28T21:50 replied lee  ',
      '5 28T21:51 waited lee IN_PROGRESS WAITING_ON_CUSTOMER',
      '6 29T06:00 replied   ',
      '7 29T06:01 resumed lee WAITING_ON_CUSTOMER IN_PROGRESS',
      '8 29T06:02 priority_changed lee P2 P1',
      '9 29T06:03 assigned lee lee kim',
      '10 29T10:00 resolved kim IN_PROGRESS RESOLVED',
      '11 29T11:00 reopened  RESOLVED IN_PROGRESS',
      '12 29T12:00 updated kim  shop',
      '13 29T13:00 resolved kim IN_PROGRESS RESOLVED',
      '14 30T07:00 closed kim RESOLVED CLOSED',
    ]);
    expect(sink.rows('importPeople').map(({ name }) => name)).toEqual(['kim', 'lee']);
  });

  it('changes nothing the second time', async () => {
    const { stages } = await importLog();
    expect(stages.every(({ created, updated }) => created + updated === 0)).toBe(true);
  });
});
