import {
  checkGoingLive,
  daysBetween,
  milestonesAfter,
  milestonesFrom,
  parseMilestones,
  progressOf,
  type DeploymentStanding,
} from './deployment.rules.js';

const template = [
  { name: 'Kick-off', afterDays: 5 },
  { name: 'Live data', afterDays: 30 },
];
const standing = (more: Partial<DeploymentStanding> = {}): DeploymentStanding => ({
  status: 'IN_PROGRESS',
  startedOn: '2026-02-27',
  milestones: milestonesFrom(template, '2026-02-27'),
  ...more,
});
const reached = (on: string) => ({ on, by: 'per_1', note: null });

describe('milestones of a deployment', () => {
  it('are due so many days after the first', () => {
    expect(standing().milestones.map(({ name, dueOn }) => `${name} ${dueOn}`)).toEqual([
      'Kick-off 2026-03-04',
      'Live data 2026-03-29',
    ]);
  });

  it('are reached on a day of the deployment that is not ahead, and may turn out not to be', () => {
    const after = milestonesAfter(standing(), '2026-03-10', 'Kick-off', reached('2026-03-03'));
    expect(after[0]).toEqual({
      name: 'Kick-off',
      dueOn: '2026-03-04',
      completedOn: '2026-03-03',
      completedBy: 'per_1',
      note: null,
    });
    expect(progressOf(after)).toBe(0.5);
    const undone = milestonesAfter(standing({ milestones: after }), '2026-03-10', 'Kick-off', null);
    expect(undone).toEqual(standing().milestones);
    for (const on of ['2026-02-26', '2026-03-11']) {
      expect(() => milestonesAfter(standing(), '2026-03-10', 'Kick-off', reached(on))).toThrow(
        'from 2026-02-27 to 2026-03-10',
      );
    }
    expect(() => milestonesAfter(standing(), '2026-03-10', 'Party', null)).toThrow('"Kick-off", "Live data"');
    expect(() => milestonesAfter(standing({ status: 'LIVE' }), '2026-03-10', 'Kick-off', null)).toThrow(
      'LIVE',
    );
  });

  it('all have to be reached before it goes live', () => {
    expect(() => checkGoingLive(standing(), '2026-03-10', '2026-03-10')).toThrow('"Kick-off", "Live data"');
    const done = standing().milestones.map((one) => ({ ...one, completedOn: '2026-03-01' }));
    expect(() => checkGoingLive(standing({ milestones: done }), '2026-03-10', '2026-03-10')).not.toThrow();
    expect(() => checkGoingLive(standing({ milestones: done }), '2026-03-10', '2026-03-11')).toThrow('from');
  });

  it('are read from a file as they are written to one', () => {
    expect(parseMilestones('Kick-off = held=2026-01-05/2026-01-06; Users invited=2026-01-10;')).toEqual([
      { name: 'Kick-off = held', dueOn: '2026-01-05', completedOn: '2026-01-06' },
      { name: 'Users invited', dueOn: '2026-01-10', completedOn: null },
    ]);
    expect(parseMilestones('')).toEqual([]);
    for (const text of [
      'x',
      '=2026-01-05',
      'x=2026-02-30',
      'x=2026-01-05/',
      'x=2026-01-05/2026-01-06/2026-01-07',
    ]) {
      expect(() => parseMilestones(text)).toThrow('are written as');
    }
  });

  it('take so many days over the end of a month and a change of clocks', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
  });
});
