import fc from 'fast-check';
import { TicketChannel, TicketKind } from '../ticket/index.js';
import { initialPhase, leadingOn, phaseAfter, type TicketPhase } from './ticket-phase.rules.js';

const INCIDENT = { kind: TicketKind.INCIDENT, channel: null };
const DETECTED = { kind: TicketKind.INCIDENT, channel: TicketChannel.MONITORING };
const PROBLEM = { kind: TicketKind.PROBLEM, channel: null };
const REQUEST = { kind: TicketKind.REQUEST, channel: null };

/** Rows: from; columns: the event; a phase, `=` where it stays, `-` where the event is refused. */
const INCIDENT_TABLE = `
           RECORDED CLASSIFIED NOTIFIED DIAGNOSED ACKNOWLEDGED ESCALATED RESOLVED REOPENED
DETECTED   RECORDED -          -        -         RECORDED     =         =        =
RECORDED   -        CLASSIFIED -        -         =            =         =        =
CLASSIFIED -        -          NOTIFIED DIAGNOSED =            ESCALATED =        =
NOTIFIED   -        -          -        DIAGNOSED =            ESCALATED =        =
ESCALATED  -        -          -        DIAGNOSED =            =         =        =
DIAGNOSED  -        -          -        DIAGNOSED =            =         =        =`;
const PROBLEM_TABLE = `
                INVESTIGATED KNOWN_ERROR HANDED_OVER     TAKEN_BACK   ACKNOWLEDGED ESCALATED RESOLVED
LOGGED          INVESTIGATED KNOWN_ERROR FIX_IN_PROGRESS -            =            =         =
INVESTIGATED    INVESTIGATED KNOWN_ERROR FIX_IN_PROGRESS -            =            =         =
KNOWN_ERROR     INVESTIGATED KNOWN_ERROR FIX_IN_PROGRESS -            =            =         =
FIX_IN_PROGRESS -            -           -               INVESTIGATED =            =         =`;

const cellsOf = (table: string) => {
  const [head = '', ...rows] = table.trim().split('\n');
  const events = head.trim().split(/\s+/);
  return rows.flatMap((row) => {
    const [from = '', ...cells] = row.trim().split(/\s+/);
    return cells.map((cell, index) => [from, events[index] ?? '', cell] as const);
  });
};

describe('the phase of an incident or a problem', () => {
  it.each(cellsOf(INCIDENT_TABLE))('of an incident that is %s after %s: %s', (from, event, cell) => {
    const after = () => phaseAfter(INCIDENT, from as TicketPhase, event);
    if (cell === '-') expect(after).toThrow(expect.objectContaining({ code: 'INVALID_TRANSITION' }));
    else expect(after()).toBe(cell === '=' ? from : cell);
  });

  it.each(cellsOf(PROBLEM_TABLE))('of a problem that is %s after %s: %s', (from, event, cell) => {
    const after = () => phaseAfter(PROBLEM, from as TicketPhase, event);
    if (cell === '-') expect(after).toThrow(expect.objectContaining({ code: 'INVALID_TRANSITION' }));
    else expect(after()).toBe(cell === '=' ? from : cell);
  });

  it('begins with what monitoring detects or a person records', () => {
    expect(initialPhase(TicketKind.INCIDENT, TicketChannel.MONITORING)).toBe('DETECTED');
    expect(initialPhase(TicketKind.INCIDENT, TicketChannel.EMAIL)).toBe('RECORDED');
    expect(initialPhase(TicketKind.PROBLEM, null)).toBe('LOGGED');
    expect(initialPhase(TicketKind.REQUEST, null)).toBeNull();
  });

  it('of what was imported is at its beginning until a step leads on', () => {
    expect(phaseAfter(INCIDENT, null, 'CLASSIFIED')).toBe('CLASSIFIED');
    expect(phaseAfter(DETECTED, null, 'ACKNOWLEDGED')).toBe('RECORDED');
    expect(phaseAfter(INCIDENT, null, 'REPLIED')).toBeNull();
  });

  it('is none of a request, which is escalated all the same', () => {
    expect(phaseAfter(REQUEST, null, 'ESCALATED')).toBeNull();
    expect(() => phaseAfter(REQUEST, null, 'DIAGNOSED')).toThrow('A request cannot be diagnosed.');
  });

  it('never goes back but out of engineering, whatever happens', () => {
    const order = ['DETECTED', 'RECORDED', 'CLASSIFIED', 'NOTIFIED', 'ESCALATED', 'DIAGNOSED'];
    const events = [
      'RECORDED',
      'CLASSIFIED',
      'NOTIFIED',
      'DIAGNOSED',
      'ESCALATED',
      'ACKNOWLEDGED',
      'REOPENED',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (log) => {
        let phase: TicketPhase | null = initialPhase(TicketKind.INCIDENT, TicketChannel.MONITORING);
        for (const event of log) {
          const before = order.indexOf(phase ?? '');
          try {
            phase = phaseAfter(DETECTED, phase, event);
          } catch {
            continue;
          }
          expect(order.indexOf(phase ?? '')).toBeGreaterThanOrEqual(before);
        }
      }),
    );
  });

  it('tells which events lead on', () => {
    expect(leadingOn(DETECTED, null)).toEqual(['RECORDED']);
    expect(leadingOn(INCIDENT, 'CLASSIFIED' as TicketPhase)).toEqual(['NOTIFIED', 'DIAGNOSED']);
    expect(leadingOn(PROBLEM, 'FIX_IN_PROGRESS' as TicketPhase)).toEqual(['TAKEN_BACK']);
    expect(leadingOn(REQUEST, null)).toEqual([]);
  });
});
