import fc from 'fast-check';
import {
  checkStages,
  checkStagesKept,
  gateState,
  releaseStatus,
  rolloutStatus,
  type Gate,
  type GateFacts,
  type Stage,
  type StageStatusName,
} from './release.rules.js';

const STATUSES: StageStatusName[] = [
  'PENDING',
  'IN_PROGRESS',
  'SUCCEEDED',
  'FAILED',
  'ROLLING_BACK',
  'ROLLED_BACK',
  'ROLLBACK_FAILED',
];
const statuses = fc.array(fc.constantFrom(...STATUSES), { minLength: 1, maxLength: 6 });

describe('how far a release is', () => {
  it.each<[StageStatusName[], string]>([
    [[], 'PLANNED'],
    [['PENDING', 'PENDING'], 'PLANNED'],
    [['IN_PROGRESS', 'PENDING'], 'IN_PROGRESS'],
    [['SUCCEEDED', 'PENDING'], 'IN_PROGRESS'],
    [['FAILED', 'IN_PROGRESS'], 'IN_PROGRESS'],
    [['ROLLED_BACK', 'ROLLING_BACK'], 'IN_PROGRESS'],
    [['SUCCEEDED', 'SUCCEEDED'], 'RELEASED'],
    [['SUCCEEDED', 'FAILED'], 'FAILED'],
    [['ROLLED_BACK', 'ROLLBACK_FAILED'], 'FAILED'],
    [['SUCCEEDED', 'ROLLED_BACK'], 'ROLLED_BACK'],
    [['ROLLED_BACK', 'PENDING'], 'ROLLED_BACK'],
  ])('follows from its stages: %j', (stages, expected) => {
    expect(releaseStatus(stages)).toBe(expected);
  });

  it('does not depend on the order of stages, and is released only when all have succeeded', () => {
    fc.assert(
      fc.property(statuses, (stages) => {
        const status = releaseStatus(stages);
        expect(releaseStatus(stages.toReversed())).toBe(status);
        expect(status === 'RELEASED').toBe(stages.every((one) => one === 'SUCCEEDED'));
        expect(status === 'PLANNED').toBe(stages.every((one) => one === 'PENDING'));
      }),
    );
  });

  it('has rollouts whose status is what happened last', () => {
    const at = new Date(0);
    const none = { outcome: null, rollbackStartedAt: null, rollbackOutcome: null };
    expect(rolloutStatus(none)).toBe('IN_PROGRESS');
    expect(rolloutStatus({ ...none, outcome: 'SUCCEEDED' })).toBe('SUCCEEDED');
    expect(rolloutStatus({ ...none, outcome: 'FAILED' })).toBe('FAILED');
    const back = { outcome: 'FAILED', rollbackStartedAt: at } as const;
    expect(rolloutStatus({ ...back, rollbackOutcome: null })).toBe('ROLLING_BACK');
    expect(rolloutStatus({ ...back, rollbackOutcome: 'SUCCEEDED' })).toBe('ROLLED_BACK');
    expect(rolloutStatus({ ...back, rollbackOutcome: 'FAILED' })).toBe('ROLLBACK_FAILED');
  });
});

const gate = (over: Partial<Gate>): Gate => ({
  name: 'g',
  kind: 'APPROVAL',
  soak: null,
  role: null,
  ...over,
});
const stage: Stage = { position: 2, environmentId: 'env_1', region: null, gates: [] };
const facts = (over: Partial<GateFacts>): GateFacts => ({
  statuses: new Map(),
  decisions: [],
  openIncidentIds: [],
  changesNotApproved: [],
  now: new Date('2026-03-10T12:00:00.000Z'),
  ...over,
});

describe('a gate', () => {
  it('that waits for the stage before opens when that has run for the soak, to the millisecond', () => {
    const waits = gate({ kind: 'PREVIOUS_STAGE', soak: 'PT1H' });
    const at = (text: string) =>
      gateState(
        stage,
        waits,
        facts({ statuses: new Map([[1, { status: 'SUCCEEDED', at: new Date(text) }]]) }),
      );
    expect(at('2026-03-10T11:00:00.000Z').open).toBe(true);
    expect(at('2026-03-10T11:00:00.001Z')).toMatchObject({
      open: false,
      opensAt: new Date('2026-03-10T12:00:00.001Z'),
    });
  });

  it('that waits for the stage before is shut unless that has succeeded', () => {
    const waits = gate({ kind: 'PREVIOUS_STAGE' });
    for (const status of STATUSES) {
      const state = gateState(stage, waits, facts({ statuses: new Map([[1, { status, at: new Date(0) }]]) }));
      expect([status, state.open]).toEqual([status, status === 'SUCCEEDED']);
    }
    expect(gateState({ ...stage, position: 1 }, waits, facts({})).open).toBe(true);
  });

  it('that is approved goes by the last decision at itself', () => {
    const decided = (decision: 'APPROVED' | 'REJECTED', over: object = {}) => ({
      position: 2,
      gate: 'g',
      decision,
      by: 'per_1',
      at: '2026-03-10T11:00:00.000Z',
      comment: null,
      ...over,
    });
    const open = (...decisions: ReturnType<typeof decided>[]) =>
      gateState(stage, gate({}), facts({ decisions })).open;
    expect(open()).toBe(false);
    expect(open(decided('APPROVED'))).toBe(true);
    expect(open(decided('APPROVED'), decided('REJECTED'))).toBe(false);
    expect(open(decided('REJECTED'), decided('APPROVED'))).toBe(true);
    expect(open(decided('APPROVED', { position: 1 }))).toBe(false);
    expect(open(decided('APPROVED', { gate: 'other' }))).toBe(false);
  });

  it('names up to five of what shuts it and counts the rest', () => {
    const quiet = gate({ kind: 'NO_OPEN_INCIDENT' });
    const ids = ['1', '2', '3', '4', '5', '6', '7'];
    expect(gateState(stage, quiet, facts({ openIncidentIds: ids })).explanation).toBe(
      'Open on its assets: 1, 2, 3, 4, 5 and 2 more.',
    );
    const agreed = gate({ kind: 'CHANGES_APPROVED' });
    expect(gateState(stage, agreed, facts({})).open).toBe(true);
    expect(
      gateState(stage, agreed, facts({ changesNotApproved: [{ id: 'chg_1', title: 'Move' }] })).explanation,
    ).toBe('Not agreed on: Move.');
  });
});

describe('stages', () => {
  const place = (environmentId: string, region: string | null = null, gates: Gate[] = []) => ({
    environmentId,
    region,
    gates,
  });

  it('are numbered in order, and each place is one stage', () => {
    expect(checkStages([place('b'), place('a', 'EMEA'), place('a')]).map(({ position }) => position)).toEqual(
      [1, 2, 3],
    );
    expect(() => checkStages([place('a', 'EMEA'), place('a', 'EMEA')])).toThrow('a stage already');
  });

  it.each<[Gate[], string]>([
    [[gate({}), gate({})], 'a gate "g" already'],
    [[gate({ soak: 'PT1H' })], 'Only a gate of kind PREVIOUS_STAGE has a soak.'],
    [[gate({ kind: 'PREVIOUS_STAGE', soak: 'soon' })], 'A soak is a duration'],
    [[gate({ kind: 'PREVIOUS_STAGE', soak: '-PT1H' })], 'A soak is a duration'],
    [[gate({ kind: 'PREVIOUS_STAGE', soak: 'P367D' })], 'of at most a year'],
    [[gate({ kind: 'PREVIOUS_STAGE', soak: 'P1000000Y' })], 'of at most a year'],
    [[gate({ kind: 'NO_OPEN_INCIDENT', role: 'ADMIN' })], 'Only a gate of kind APPROVAL has a role.'],
  ])('refuse gates %j', (gates, message) => {
    expect(() => checkStages([place('a', null, gates)])).toThrow(message);
  });

  it('are approved by a manager where nothing else is said', () => {
    expect(checkStages([place('a', null, [gate({})])])[0]?.gates[0]?.role).toBe('MANAGER');
  });

  it('stay where they are once begun, whatever follows', () => {
    const stages = checkStages([place('a'), place('b'), place('c')]);
    const other = checkStages([place('a'), place('c'), place('b', 'EMEA')]);
    expect(() => checkStagesKept(stages, other, [1])).not.toThrow();
    expect(() => checkStagesKept(stages, other, [1, 2])).toThrow('Stage 2 has begun');
    expect(() => checkStagesKept(stages, [], [1])).toThrow('Stage 1 has begun');
    expect(() => checkStagesKept(stages, [], [])).not.toThrow();
  });
});
