import {
  checkSatisfaction,
  priorityOf,
  statusAfter,
  statusOf,
  TicketLevel,
  TicketStatus,
  WaitingReason,
  type TicketStep,
} from './ticket.rules.js';

const STEPS: Record<string, TicketStep> = {
  OPENED: { type: 'OPENED' },
  'REPLIED by staff': { type: 'REPLIED', by: 'STAFF' },
  'REPLIED by the customer': { type: 'REPLIED', by: 'CUSTOMER' },
  'WAITED on the customer': { type: 'WAITED', on: WaitingReason.CUSTOMER },
  'WAITED on a third party': { type: 'WAITED', on: WaitingReason.THIRD_PARTY },
  'WAITED on a problem': { type: 'WAITED', on: WaitingReason.PROBLEM },
  ...Object.fromEntries(
    (
      [
        'ACKNOWLEDGED',
        'ASSIGNED',
        'ESCALATED',
        'PRIORITY_CHANGED',
        'UPDATED',
        'ASSETS_CHANGED',
        'NOTED',
        'RESUMED',
        'RESOLVED',
        'CLOSED',
        'REOPENED',
        'MERGED',
        'WORKED_ON',
        'FOLLOWED',
        'PROBLEM_SOLVED',
        'RATED',
      ] as const
    ).map((type) => [type, { type }]),
  ),
};

/** N new, P in progress, C T B waiting on customer, third party, problem, R resolved, X closed, - refused. */
const LETTERS: Record<string, TicketStatus | null> = {
  0: null,
  N: TicketStatus.NEW,
  P: TicketStatus.IN_PROGRESS,
  C: TicketStatus.WAITING_ON_CUSTOMER,
  T: TicketStatus.WAITING_ON_THIRD_PARTY,
  B: TicketStatus.WAITING_ON_PROBLEM,
  R: TicketStatus.RESOLVED,
  X: TicketStatus.CLOSED,
};

const FROM = '0NPCTBRX';
const TABLE: Record<string, string> = {
  OPENED: 'N-------',
  'REPLIED by staff': '-PPCTBR-',
  'REPLIED by the customer': '-NPPTBR-',
  'WAITED on the customer': '-CC-CC--',
  'WAITED on a third party': '-TTT-T--',
  'WAITED on a problem': '-BBBB---',
  ACKNOWLEDGED: '-P------',
  ASSIGNED: '-NPCTB--',
  ESCALATED: '-NPCTB--',
  PRIORITY_CHANGED: '-NPCTB--',
  UPDATED: '-NPCTBR-',
  ASSETS_CHANGED: '-NPCTBR-',
  NOTED: '-NPCTBR-',
  RESUMED: '---PPP--',
  RESOLVED: '-RRRRR--',
  CLOSED: '------X-',
  REOPENED: '------PP',
  MERGED: '-XXXXXX-',
  WORKED_ON: '-PPCTB--',
  FOLLOWED: '-NPCTB--',
  PROBLEM_SOLVED: '-NPCTPRX',
  RATED: '-------X',
};

describe('the status of a ticket', () => {
  it('has a rule for every step', () => {
    expect(Object.keys(TABLE)).toEqual(Object.keys(STEPS));
  });

  for (const [name, row] of Object.entries(TABLE)) {
    for (const [index, letter] of [...row].entries()) {
      const from = LETTERS[FROM[index] ?? ''] ?? null;
      const step = STEPS[name] as TicketStep;
      it(`${from ?? 'nothing'} ${name} ${letter === '-' ? 'is refused' : `is ${LETTERS[letter]}`}`, () => {
        if (letter === '-') {
          expect(() => statusAfter(from, step)).toThrow(
            expect.objectContaining({ code: 'INVALID_TRANSITION' }),
          );
        } else expect(statusAfter(from, step)).toBe(LETTERS[letter]);
      });
    }
  }

  it('comes back when a merge turns out wrong, and only then', () => {
    const back = { type: 'UNMERGED', to: TicketStatus.WAITING_ON_CUSTOMER } as const;
    expect(statusAfter(TicketStatus.CLOSED, back)).toBe('WAITING_ON_CUSTOMER');
    expect(() => statusAfter(TicketStatus.RESOLVED, back)).toThrow('cannot be taken out of another one');
    expect(() => statusAfter(TicketStatus.CLOSED, { type: 'UNMERGED', to: TicketStatus.CLOSED })).toThrow();
  });

  it('follows from the whole life', () => {
    expect(
      statusOf([
        { type: 'OPENED' },
        { type: 'REPLIED', by: 'STAFF' },
        { type: 'WAITED', on: WaitingReason.CUSTOMER },
        { type: 'REPLIED', by: 'CUSTOMER' },
        { type: 'RESOLVED' },
        { type: 'CLOSED' },
        { type: 'REOPENED' },
      ]),
    ).toBe('IN_PROGRESS');
  });

  it('says what cannot be done to what', () => {
    expect(() => statusAfter(TicketStatus.CLOSED, { type: 'ASSIGNED' })).toThrow(
      'A ticket that is CLOSED cannot be assigned.',
    );
  });
});

describe('priority by impact and urgency', () => {
  const { HIGH, MEDIUM, LOW } = TicketLevel;
  it.each([
    [HIGH, HIGH, 'P1'],
    [HIGH, MEDIUM, 'P2'],
    [MEDIUM, HIGH, 'P2'],
    [HIGH, LOW, 'P3'],
    [MEDIUM, MEDIUM, 'P3'],
    [LOW, HIGH, 'P3'],
    [MEDIUM, LOW, 'P4'],
    [LOW, MEDIUM, 'P4'],
    [LOW, LOW, 'P4'],
    [null, null, 'P3'],
    [HIGH, null, 'P2'],
    [undefined, LOW, 'P4'],
  ])('%s × %s is %s', (impact, urgency, priority) => {
    expect(priorityOf(impact, urgency)).toBe(priority);
  });
});

describe('satisfaction', () => {
  it.each([1, 2, 3, 4, 5])('can be %s', (value) => expect(checkSatisfaction(value)).toBe(value));
  it.each([0, 6, 2.5, Number.NaN])('cannot be %s', (value) => {
    expect(() => checkSatisfaction(value)).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });
});
