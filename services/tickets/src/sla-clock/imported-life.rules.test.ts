import { lifeOf, type LoggedStep, type LoggedTicket } from './ticket-life.rules.js';

const HOUR = 3_600_000;
const ticket = (given: Partial<LoggedTicket> = {}): LoggedTicket => ({
  openedAt: 0,
  priority: 'P3',
  firstRespondedAt: null,
  resolvedAt: null,
  closedAt: null,
  ...given,
});
const log = (
  ...steps: [hour: number, type: string, from: string | null, to: string | null, own?: boolean][]
) =>
  steps.map(([hour, type, from, to, own], index): LoggedStep => ({
    sequence: index + 1,
    at: hour * HOUR,
    type,
    from,
    to,
    actorId: null,
    isPublic: false,
    byDesk: null,
    policy: null,
    corrects: null,
    isImported: own !== true,
  }));
const hours = (given: LoggedTicket, steps: LoggedStep[]) => {
  const { stretches, pauses, priority, changes } = lifeOf(given, steps);
  const inHours = (at: number | null) => (at === null ? null : at / HOUR);
  return {
    stretches: stretches.map(({ from, to }) => [inHours(from), inHours(to)]),
    pauses: pauses.map(({ from, to, reason }) => [inHours(from), inHours(to), reason]),
    priority: changes.at(-1)?.priority ?? priority,
  };
};

describe('the log of another system', () => {
  it('is one stretch from the opening to the last resolution, when the record says', () => {
    const steps = log(
      [1, 'RESOLVED', 'NEW', 'RESOLVED'],
      [2, 'REOPENED', 'RESOLVED', 'IN_PROGRESS'],
      [3, 'RESOLVED', 'IN_PROGRESS', 'RESOLVED'],
      [4, 'UPDATED', 'RESOLVED', 'RESOLVED'],
      [9, 'CLOSED', 'RESOLVED', 'CLOSED'],
    );
    expect(hours(ticket({ resolvedAt: 4 * HOUR }), steps).stretches).toEqual([[0, 4]]);
    expect(hours(ticket({ resolvedAt: 6 * HOUR }), steps).stretches).toEqual([[0, 6]]);
    expect(hours(ticket({ resolvedAt: 3 * HOUR }), steps).stretches).toEqual([[0, 3]]);
    // What the record says lies outside of what the log calls resolved, or is not known.
    expect(hours(ticket({ resolvedAt: 99 * HOUR }), steps).stretches).toEqual([[0, 3]]);
    expect(hours(ticket(), steps).stretches).toEqual([[0, 3]]);
  });

  it('pauses in every status that waits, until another one, also one that did not last', () => {
    const steps = log(
      [1, 'WAITED', 'NEW', 'WAITING_ON_THIRD_PARTY'],
      [2, 'WAITED', 'WAITING_ON_THIRD_PARTY', 'WAITING_ON_PROBLEM'],
      [3, 'ROUTED', 'Group 1', 'Group 2'],
      [4, 'RESOLVED', 'WAITING_ON_PROBLEM', 'RESOLVED'],
      [5, 'REOPENED', 'RESOLVED', 'WAITING_ON_CUSTOMER'],
      [6, 'RESUMED', 'WAITING_ON_CUSTOMER', 'IN_PROGRESS'],
    );
    expect(hours(ticket(), steps)).toEqual({
      stretches: [[0, null]],
      pauses: [
        [1, 2, 'WAITING_ON_THIRD_PARTY'],
        [2, 4, 'WAITING_ON_PROBLEM'],
        [5, 6, 'WAITING_ON_CUSTOMER'],
      ],
      priority: 'P3',
    });
  });

  it('ends where the platform goes on with steps of its own', () => {
    const steps = log(
      [1, 'RESOLVED', 'NEW', 'RESOLVED'],
      [2, 'CLOSED', 'RESOLVED', 'CLOSED'],
      [5, 'REOPENED', 'CLOSED', 'IN_PROGRESS', true],
      [6, 'WAITED', 'IN_PROGRESS', 'WAITING_ON_THIRD_PARTY', true],
      [7, 'RESOLVED', 'WAITING_ON_THIRD_PARTY', 'RESOLVED', true],
    );
    expect(hours(ticket({ resolvedAt: 7 * HOUR }), steps)).toMatchObject({
      stretches: [
        [0, 1],
        [5, 7],
      ],
      pauses: [],
    });
  });

  it('has the priority of the record in the end, where it does not tell every change', () => {
    const steps = log([1, 'PRIORITY_CHANGED', 'P4', 'P2'], [2, 'RESOLVED', 'NEW', 'RESOLVED']);
    expect(hours(ticket(), steps).priority).toBe('P3');
    expect(hours(ticket({ priority: 'P2' }), steps).priority).toBe('P2');
    const own = [
      ...steps,
      ...log([3, 'PRIORITY_CHANGED', 'P1', 'P4', true]).map((step) => ({ ...step, sequence: 3 })),
    ];
    expect(lifeOf(ticket({ priority: 'P4' }), own).changes.map(({ priority }) => priority)).toEqual([
      'P2',
      'P1',
      'P4',
    ]);
  });
});
