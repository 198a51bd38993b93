import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import type { Principal } from '@plimsoll/shared';
import { seedEstate } from '../change/estate.fixture.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';
import { changeRoom, codes, idOf, STAFF, type Member, type Stage } from './approval.fixture.js';

const NOW = new Date('2026-03-10T00:00:00.000Z');
const service = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});
const { run, load, events, countStatements } = service;
const { seed, led, mutate, approvals, assessed, board } = changeRoom(service);
const vote = (at: Stage, decision: string, by: Member, over: object = {}) =>
  mutate('voteOnChange', { ...at, decision, ...over }, by);

const owed = async (by: Member) =>
  (
    await run<{ changeApprovalsOwed: { title: string }[] }>(
      '{ changeApprovalsOwed { title } }',
      {},
      STAFF[by],
    )
  ).changeApprovalsOwed.map(({ title }) => title);

beforeAll(() => service.test.database.transaction({ kind: 'SYSTEM' }, seedEstate));
beforeAll(seed);

describe('what the built-in policy asks', () => {
  it('is one manager, who is somebody else', async () => {
    const at = await led('plain', undefined, { implementerIds: [idOf('dan')] });
    expect(await approvals(at.id)).toEqual({
      required: ['1 manager'],
      given: [],
      voided: [],
      outstanding: ['1 manager'],
    });
    const before = (await events()).length;
    const manager = (by: Member) => ({ ...STAFF[by], roles: ['manager'] as const });
    const approve = (caller: Principal) =>
      run<{ payload: Parameters<typeof codes>[0] }>(
        `mutation ($input: ApproveChangeInput!) { payload: approveChange(input: $input) {
           change { id } userErrors { code message path } } }`,
        { input: at },
        caller,
      ).then(({ payload }) => codes(payload));
    expect(await approve(manager('ann'))).toEqual(['OWN_CHANGE id']);
    expect(await approve(manager('dan'))).toEqual(['OWN_CHANGE id']);
    expect(await approve(STAFF.oli)).toEqual(['NOT_AN_APPROVER id']);
    expect(await approve(STAFF.eve)).toEqual(['NOT_AN_APPROVER id']);
    expect(await approve(testCallers.contact('cus_b') as Principal)).toEqual(['NOT_FOUND']);
    expect((await events()).length).toBe(before);
    const { change } = await mutate('approveChange', { ...at, comment: 'Fine' }, 'cyd');
    expect(change).toMatchObject({ status: 'APPROVED', version: 4, reviewComment: 'Fine' });
    expect(await approvals(at.id)).toMatchObject({ given: ['cyd APPROVE'], outstanding: [] });
  });

  it('is two managers where an agreement would break and there is no board; decided once each', async () => {
    const at = await led('breaking');
    await assessed(at, -1);
    expect((await approvals(at.id)).required).toEqual(['2 manager']);
    expect((await mutate('approveChange', at, 'bob')).change).toMatchObject({
      status: 'IN_REVIEW',
      version: 3,
    });
    expect(await owed('cyd')).toContain('breaking');
    for (const by of ['ann', 'bob', 'eve'] as const) expect(await owed(by)).not.toContain('breaking');
    expect(codes(await mutate('approveChange', at, 'bob'))).toEqual(['ALREADY_DECIDED id']);
    expect((await approvals(at.id)).outstanding).toEqual(['1 manager']);
    expect((await mutate('approveChange', at, 'ada')).change).toMatchObject({
      status: 'APPROVED',
      version: 4,
    });
  });

  it('is asked again when an approved change turns out to break an agreement, before it begins', async () => {
    const at = await led('later', ['assessChange', 'submitChange', 'approveChange']);
    expect(codes(await mutate('approveChange', at, 'cyd'))).toEqual(['INVALID_STATUS id']);
    await assessed(at, -1);
    expect(await approvals(at.id)).toMatchObject({ given: ['bob APPROVE'], outstanding: ['1 manager'] });
    for (const step of ['scheduleChange', 'startChange']) {
      expect(codes(await mutate(step, at))).toEqual(['APPROVAL_OUTSTANDING id']);
    }
    expect((await mutate('approveChange', at, 'cyd')).change).toMatchObject({
      status: 'APPROVED',
      version: 4,
    });
    expect((await mutate('startChange', at)).change).toMatchObject({ status: 'IN_PROGRESS', version: 5 });
    await mutate('completeChange', { id: at.id, expectedVersion: 5, outcome: 'SUCCEEDED' });
    await assessed(at, 99);
    expect((await approvals(at.id)).required).toEqual(['2 manager']);
  });

  it('counts for what was submitted alone: an edit or a refusal voids it', async () => {
    const at = await led('edited');
    await assessed(at, -1);
    await mutate('approveChange', at, 'bob');
    const edited = await mutate('updateChange', { ...at, rollbackPlan: 'Restore the snapshot' });
    expect(edited.change).toMatchObject({ status: 'DRAFT', version: 4 });
    let { change } = edited;
    for (const step of ['assessChange', 'submitChange']) {
      ({ change } = await mutate(step, { id: at.id, expectedVersion: change.version }));
    }
    const again = { id: at.id, expectedVersion: change.version };
    await assessed(again, -1);
    expect(await approvals(at.id)).toEqual({
      required: ['2 manager'],
      given: [],
      voided: ['bob APPROVE'],
      outstanding: ['2 manager'],
    });
    await mutate('approveChange', again, 'bob');
    const refused = await mutate('rejectChange', { ...again, comment: 'Not on a Friday' }, 'cyd');
    expect(refused.change).toMatchObject({ status: 'DRAFT', reviewComment: 'Not on a Friday' });
    expect(await approvals(at.id)).toMatchObject({
      given: [],
      voided: ['bob APPROVE', 'bob APPROVE', 'cyd REJECT'],
    });
  });

  it('lets an approval be withdrawn until the change begins', async () => {
    const at = await led('withdrawn', ['assessChange', 'submitChange', 'approveChange', 'scheduleChange']);
    expect((await mutate('rejectChange', at, 'dan')).change).toMatchObject({ status: 'DRAFT' });
  });

  it('is looked at again on request: what nothing is outstanding of any more is approved', async () => {
    const at = await led('recovered');
    await assessed(at, -1);
    await mutate('approveChange', at, 'bob');
    expect((await mutate('submitChange', at)).change).toMatchObject({ status: 'IN_REVIEW', version: 3 });
    await assessed(at, 99);
    expect((await approvals(at.id)).outstanding).toEqual([]);
    expect((await mutate('submitChange', at)).change).toMatchObject({ status: 'APPROVED', version: 4 });
    expect((await approvals(at.id)).given).toEqual(['bob APPROVE']);
  });

  it('is asked of what was imported in review, too', async () => {
    const window = { from: '2026-08-01T00:00:00Z', to: '2026-08-01T01:00:00Z' };
    await load('Changes', [
      { external_id: 'r', title: 'Imported', status: 'IN_REVIEW', assets: 'own', ...window },
    ]);
    const { change } = await run<{ change: { id: string; version: number } }>(
      '{ change: changeByExternalId(source: "import", externalId: "r") { id version } }',
    );
    // Notice asks for an assessment, and leaves what is in review in review.
    const { change: noticed } = await mutate('updateChange', {
      id: change.id,
      expectedVersion: change.version,
      noticeGivenAt: '2026-03-01T00:00:00Z',
    });
    const at = { id: change.id, expectedVersion: noticed.version };
    await assessed(at, -1);
    expect(await owed('bob')).toContain('Imported');
    const { change: after } = await mutate('approveChange', at, 'bob');
    expect(after.status).toBe('IN_REVIEW');
    expect(await approvals(at.id)).toMatchObject({ given: ['bob APPROVE'], outstanding: ['1 manager'] });
    const last = { id: at.id, expectedVersion: after.version };
    expect((await mutate('approveChange', last, 'cyd')).change.status).toBe('APPROVED');
  });

  it('is one manager for an emergency, at once, and a review afterwards', async () => {
    const at = await led('urgent', [], { kind: 'EMERGENCY', emergencyReason: 'It burns' });
    await assessed(at, -1);
    expect(codes(await mutate('startChange', at))).toEqual(['INVALID_STATUS id']);
    const approved = await mutate('approveChange', at, 'bob');
    expect(approved.change).toMatchObject({ status: 'APPROVED', version: 2 });
    const started = await mutate('startChange', { id: at.id, expectedVersion: 2 });
    expect((await approvals(at.id)).outstanding).toEqual([]);
    await mutate('completeChange', {
      id: at.id,
      expectedVersion: started.change.version,
      outcome: 'SUCCEEDED',
    });
    expect((await approvals(at.id)).outstanding).toEqual(['1 reviewer']);
  });

  it('is shown to staff only, with few statements for many changes', async () => {
    const LIST = `query ($first: Int!) { changes(first: $first) { nodes {
      approvals { required { role } given { decision } outstanding { role } } } } }`;
    const one = await countStatements(LIST, { first: 1 });
    expect(await countStatements(LIST, { first: 20 })).toBeLessThanOrEqual(one + 3);
    const { changes } = await run<{ changes: { nodes: { approvals: unknown }[] } }>(
      LIST,
      { first: 20 },
      testCallers.contact('cus_b') as Principal,
    );
    expect(changes.nodes.length).toBeGreaterThan(0);
    for (const change of changes.nodes) expect(change.approvals).toBeNull();
  });
});

describe('an advisory board', () => {
  let cabId = '';
  beforeAll(async () => {
    cabId = await board('Change advisory board', 2, ['bob', 'ann', 'eve', 'oli']);
  });

  it('approves with its quorum, once; a vote leaves the version as it is', async () => {
    const at = await led('voted');
    await assessed(at, -1);
    expect((await approvals(at.id)).required).toEqual(['1 manager', '2 Change advisory board']);
    expect((await vote(at, 'APPROVE', 'eve', { comment: 'Yes' })).change).toMatchObject({
      status: 'IN_REVIEW',
      version: 3,
    });
    expect(codes(await vote(at, 'APPROVE', 'eve'))).toEqual(['ALREADY_DECIDED id']);
    expect(codes(await vote(at, 'APPROVE', 'ann'))).toEqual(['OWN_CHANGE id']);
    expect(codes(await vote(at, 'APPROVE', 'cyd'))).toEqual(['NOT_AN_APPROVER id']);
    // The chair is a manager: one approval in both.
    const { change } = await mutate('approveChange', at, 'bob');
    expect(change).toMatchObject({ status: 'APPROVED', version: 4 });
    expect((await approvals(at.id)).given).toEqual(['eve APPROVE for eve', 'bob APPROVE for bob']);
    const given = (await events()).filter(
      ({ type, subject }) => type === 'plimsoll.change_approval.given.v1' && subject === at.id,
    );
    expect(given.map(({ data }) => [data['decision'], data['byId'], data['comment']])).toEqual([
      ['APPROVE', idOf('eve'), undefined],
      ['APPROVE', idOf('bob'), undefined],
    ]);
  });

  it('sends a change back when the majority of its quorum is against it; a manager’s vote is no veto', async () => {
    const at = await led('voted down');
    await assessed(at, -1);
    expect((await vote(at, 'REJECT', 'bob')).change.status).toBe('IN_REVIEW');
    expect((await vote(at, 'ABSTAIN', 'eve')).change).toMatchObject({ status: 'DRAFT', version: 4 });
  });

  it('counts what its members decided before it was asked', async () => {
    const at = await led('asked later', ['assessChange', 'submitChange', 'approveChange']);
    await assessed(at, -1);
    expect(await approvals(at.id)).toMatchObject({
      given: ['bob APPROVE for bob'],
      outstanding: ['1 Change advisory board'],
    });
    expect((await vote(at, 'APPROVE', 'eve')).change).toMatchObject({ status: 'APPROVED', version: 4 });
    expect((await mutate('startChange', at)).change.status).toBe('IN_PROGRESS');
  });

  it('has not agreed to what the members who were for it carry out themselves', async () => {
    const at = await led('carried out by the board');
    await assessed(at, -1);
    await vote(at, 'REJECT', 'eve');
    for (const by of ['cyd', 'bob'] as const) await mutate('approveChange', at, by);
    const { change } = await vote(at, 'APPROVE', 'oli');
    expect(change.status).toBe('APPROVED');
    const edited = await mutate('updateChange', {
      id: at.id,
      expectedVersion: change.version,
      implementerIds: [idOf('bob'), idOf('oli')],
    });
    const next = { id: at.id, expectedVersion: edited.change.version };
    for (const step of ['scheduleChange', 'startChange']) {
      expect(codes(await mutate(step, next))).toEqual(['APPROVAL_REFUSED id']);
    }
    expect((await mutate('rejectChange', next, 'dan')).change.status).toBe('DRAFT');
  });

  it('is voted for by delegates: once a person, once a seat, and not for who has no vote', async () => {
    const delegate = async (member: Member, delegateId: string, by: Member, over: object = {}) =>
      (
        await run<{ payload: { delegation: Stage & { version: number }; userErrors: never[] } }>(
          `mutation ($input: DelegateVoteInput!) { payload: delegateVote(input: $input) {
             delegation { id version } userErrors { code message path } } }`,
          {
            input: {
              idempotencyKey: `${member} ${delegateId} ${JSON.stringify(over)}`,
              boardId: cabId,
              memberId: idOf(member),
              delegateId,
              validFrom: '2026-03-09T00:00:00Z',
              validTo: '2026-03-11T00:00:00Z',
              ...over,
            },
          },
          STAFF[by],
        )
      ).payload;
    expect(codes(await delegate('eve', idOf('zoe'), 'ann'))).toEqual(['FORBIDDEN memberId']);
    expect(codes(await delegate('dan', idOf('zoe'), 'cyd'))).toEqual(['NOT_A_MEMBER memberId']);
    const nextYear = { validFrom: '2027-01-01T00:00:00Z', validTo: '2027-02-01T00:00:00Z' };
    const atOnce = await Promise.all([
      delegate('eve', idOf('zoe'), 'eve', nextYear),
      delegate('eve', idOf('dan'), 'eve', nextYear),
    ]);
    expect(atOnce.flatMap(codes)).toEqual(['ALREADY_DELEGATED validFrom']);
    expect(codes(await delegate('eve', idOf('ann'), 'eve'))).toEqual(['INVALID delegateId']);
    expect(codes(await delegate('eve', 'per_none', 'eve'))).toEqual(['NOT_FOUND delegateId']);
    expect(codes(await delegate('eve', idOf('zoe'), 'eve', { validTo: '2026-03-09T12:00:00Z' }))).toEqual([
      'INVALID validTo',
    ]);
    expect(codes(await delegate('eve', idOf('zoe'), 'eve'))).toEqual([]);
    expect(codes(await delegate('eve', idOf('dan'), 'eve', { validFrom: '2026-03-10T00:00:00Z' }))).toEqual([
      'ALREADY_DELEGATED validFrom',
    ]);
    expect(codes(await delegate('ann', idOf('zoe'), 'cyd'))).toEqual([]);
    const toDan = await delegate('oli', idOf('dan'), 'oli');
    expect(codes(toDan)).toEqual([]);

    const at = await led('delegated');
    await assessed(at, -1);
    expect(await owed('zoe')).toEqual(['delegated']);
    // Of the two seats that zoe may vote for, ann's has no vote: the change is hers.
    expect((await vote(at, 'APPROVE', 'zoe')).change.status).toBe('IN_REVIEW');
    expect((await approvals(at.id)).given).toEqual(['zoe APPROVE for eve']);
    expect(await owed('zoe')).not.toContain('delegated');
    expect(await owed('dan')).toContain('delegated');
    expect(codes(await vote(at, 'APPROVE', 'zoe', { forMemberId: idOf('oli') }))).toEqual([
      'ALREADY_DECIDED id',
    ]);
    expect(codes(await vote(at, 'APPROVE', 'eve'))).toEqual(['NOT_AN_APPROVER id']);
    const revoked = await run<{ payload: Parameters<typeof codes>[0] }>(
      `mutation ($input: RevokeDelegationInput!) { payload: revokeDelegation(input: $input) {
         delegation { revokedAt } userErrors { code message path } } }`,
      { input: { id: toDan.delegation.id, expectedVersion: 1 } },
      STAFF.oli,
    );
    expect(codes(revoked.payload)).toEqual([]);
    expect(codes(await vote(at, 'APPROVE', 'dan'))).toEqual(['NOT_AN_APPROVER id']);
    expect((await vote(at, 'APPROVE', 'oli')).change.status).toBe('IN_REVIEW');
    expect((await approvals(at.id)).outstanding).toEqual(['1 manager']);
    expect((await mutate('approveChange', at, 'cyd')).change.status).toBe('APPROVED');
  });

  it('meets about what waits for it, and keeps what it dealt with', async () => {
    const MEETING = `meeting { id version status place quorate minutes agenda { title } attendees { id } }`;
    interface Meeting {
      meeting: {
        id: string;
        version: number;
        status: string;
        place: string | null;
        quorate: boolean | null;
        agenda: { title: string }[];
        attendees: { id: string }[];
      };
      userErrors: Parameters<typeof codes>[0]['userErrors'];
    }
    const meet = async (step: string, input: object, by: Member = 'ann') =>
      (
        await run<{ payload: Meeting }>(
          `mutation ($input: ${step}BoardMeetingInput!) {
             payload: ${step.toLowerCase()}BoardMeeting(input: $input) { ${MEETING} userErrors { code message path } } }`,
          { input },
          STAFF[by],
        )
      ).payload;
    const times = { startsAt: '2026-03-10T00:00:00Z', endsAt: '2026-03-10T01:00:00Z' };
    const planned = await meet('Plan', { idempotencyKey: 'm', boardId: cabId, ...times, place: 'Room 1' });
    const before = planned.meeting.agenda.map(({ title }) => title);
    const waiting = await led('on the agenda');
    await assessed(waiting, -1);
    const read = async () =>
      (
        await run<{ advisoryBoard: { meetings: { nodes: Meeting['meeting'][] } } }>(
          `query ($id: ID!) { advisoryBoard(id: $id) { meetings(first: 5) { nodes { id agenda { title } } } } }`,
          { id: cabId },
        )
      ).advisoryBoard.meetings.nodes[0]!.agenda.map(({ title }) => title);
    expect(await read()).toEqual([...before, 'on the agenda']);
    await vote(waiting, 'APPROVE', 'eve');
    await mutate('approveChange', waiting, 'bob');
    expect(await read()).toEqual([...before, 'on the agenda']);

    const at = { id: planned.meeting.id, expectedVersion: 1 };
    expect(codes(await meet('Hold', { ...at, attendeeIds: [], minutes: ' ' }))).toEqual(['INVALID minutes']);
    expect(codes(await meet('Move', { ...at, endsAt: times.startsAt }))).toEqual(['INVALID endsAt']);
    expect(codes(await meet('Cancel', at, 'zoe'))).toEqual(['NOT_FOUND']);
    const held = await meet('Hold', {
      ...at,
      attendeeIds: [idOf('bob'), idOf('zoe')],
      minutes: 'All approved.',
    });
    expect(held.meeting).toMatchObject({ status: 'HELD', version: 2, quorate: false });
    await led('too late for it').then((late) => assessed(late, -1));
    expect(await read()).toEqual([...before, 'on the agenda']);
    expect(codes(await meet('Cancel', { id: at.id, expectedVersion: 2 }))).toEqual(['INVALID_STATUS id']);

    const second = await meet('Plan', { idempotencyKey: 'n', boardId: cabId, ...times, place: 'Room 2' });
    const other = (expectedVersion: number, over: object = {}) => ({
      id: second.meeting.id,
      expectedVersion,
      ...over,
    });
    const moved = await meet('Move', other(1, { endsAt: '2026-03-10T02:00:00Z' }));
    expect(moved.meeting).toMatchObject({ version: 2, place: 'Room 2' });
    expect((await meet('Move', other(2, { place: '' }))).meeting.place).toBeNull();
    expect((await meet('Cancel', other(3))).meeting).toMatchObject({ status: 'CANCELLED', agenda: [] });
  });
});

describe('rules of the policy', () => {
  const RULE = `rule { id version name active board { name } } userErrors { code message path }`;
  interface RuleAnswer {
    rule: { id: string; version: number } | null;
    userErrors: Parameters<typeof codes>[0]['userErrors'];
  }
  const create = async (input: object, caller: Principal = STAFF.ada) =>
    (
      await run<{ payload: RuleAnswer }>(
        `mutation ($input: CreateChangeApprovalRuleInput!) { payload: createChangeApprovalRule(input: $input) { ${RULE} } }`,
        { input: { idempotencyKey: JSON.stringify(input), position: 1, name: 'Rule', ...input } },
        caller,
      )
    ).payload;

  it.each([
    [{ position: 0 }, 'INVALID position'],
    [{ name: ' ' }, 'INVALID name'],
    [{ approvals: 11 }, 'INVALID approvals'],
    [{ riskScoreFrom: 100.1 }, 'INVALID riskScoreFrom'],
    [{ role: 'manager', boardId: 'cab_none' }, 'INVALID boardId'],
    [{ boardId: 'cab_none' }, 'NOT_FOUND boardId'],
    [{ startsFirst: true }, 'INVALID startsFirst'],
  ])('are not made with %j', async (input, refusal) => {
    expect(codes(await create(input))).toEqual([refusal]);
  });

  it('are written by admins alone', async () => {
    expect(codes(await create({ role: 'manager' }, STAFF.bob))).toEqual(['NOT_FOUND']);
  });

  it('replace the built-in policy, at once, and let it hold again when they are withdrawn', async () => {
    const open = await led('under rules');
    const first = await create({ name: 'Executives', role: 'executive', kinds: ['NORMAL'] });
    const second = await create({
      name: 'Fire',
      position: 2,
      kinds: ['EMERGENCY'],
      role: 'manager',
      startsFirst: true,
    });
    expect(codes(first)).toEqual([]);
    expect(codes(await create({ name: 'Executives', position: 7 }))).toEqual(['ALREADY_EXISTS name']);
    expect((await approvals(open.id)).required).toEqual(['1 executive']);
    expect(codes(await mutate('approveChange', open, 'bob'))).toEqual(['NOT_AN_APPROVER id']);
    expect((await mutate('approveChange', open, 'eve')).change.status).toBe('APPROVED');

    // An emergency begins first; what it owes stays outstanding until it is given.
    const fire = await led('fire', ['startChange'], { kind: 'EMERGENCY' });
    expect(await approvals(fire.id)).toMatchObject({ outstanding: ['1 manager'] });
    const done = await mutate('completeChange', { ...fire, outcome: 'SUCCEEDED' });
    expect((await approvals(fire.id)).outstanding).toEqual(['1 manager', '1 reviewer']);
    expect(await owed('cyd')).toContain('fire');
    const given = await mutate('approveChange', { id: fire.id, expectedVersion: done.change.version }, 'bob');
    expect(given.change).toMatchObject({ status: 'COMPLETED', version: done.change.version });
    expect((await approvals(fire.id)).outstanding).toEqual(['1 reviewer']);
    expect(await owed('cyd')).not.toContain('fire');

    // Who nobody asks is approved when submitted.
    const standard = await led('standard', undefined, { kind: 'STANDARD' });
    expect((await mutate('startChange', standard)).change.status).toBe('IN_PROGRESS');

    for (const { rule } of [first, second]) {
      await run(
        `mutation ($input: UpdateChangeApprovalRuleInput!) { updateChangeApprovalRule(input: $input) { ${RULE} } }`,
        { input: { id: rule!.id, expectedVersion: 1, active: false } },
        STAFF.ada,
      );
    }
    const { changeApprovalPolicy } = await run<{ changeApprovalPolicy: unknown }>(
      '{ changeApprovalPolicy { name position active } }',
      {},
      STAFF.zoe,
    );
    expect(changeApprovalPolicy).toEqual([
      { name: 'Executives', position: 1, active: false },
      { name: 'Fire', position: 2, active: false },
    ]);
    expect((await approvals((await led('built in again')).id)).required).toEqual(['1 manager']);
    // What was agreed on under the rules keeps them.
    expect(await approvals(open.id)).toMatchObject({ required: ['1 executive'], outstanding: [] });
  });
});

describe('what blocks a change', () => {
  it('holds up its approval and its beginning, unless that is overridden with a reason', async () => {
    const window = { from: '2026-07-01T00:00:00Z', to: '2026-07-01T01:00:00Z' };
    await led('first', ['assessChange', 'submitChange', 'approveChange'], { window });
    const at = await led('second', undefined, { window });
    expect(codes(await mutate('approveChange', at, 'bob'))).toEqual([expect.stringContaining('CONFLICTING')]);
    expect((await approvals(at.id)).given).toEqual([]);
    const { change } = await mutate('approveChange', { ...at, overrideConflicts: 'Same team' }, 'bob');
    expect(change).toMatchObject({ status: 'APPROVED', overriddenConflicts: 'Same team' });
    const start = { id: at.id, expectedVersion: change.version };
    expect(codes(await mutate('startChange', { ...start, overrideConflicts: 'I say so' }))).toEqual([
      'FORBIDDEN overrideConflicts',
    ]);
    const taken = await mutate('overrideChangeConflicts', start, 'cyd');
    expect(taken.change).toMatchObject({ status: 'APPROVED', overriddenConflicts: null });
    const again = { id: at.id, expectedVersion: taken.change.version };
    expect(codes(await mutate('startChange', again))).toEqual([expect.stringContaining('CONFLICTING')]);
    expect(codes(await mutate('overrideChangeConflicts', { ...again, reason: 'Mine' }))).toEqual([
      'NOT_FOUND',
    ]);
    const given = await mutate(
      'overrideChangeConflicts',
      { ...again, reason: 'Agreed with the other' },
      'cyd',
    );
    const last = { id: at.id, expectedVersion: given.change.version };
    const begun = await mutate('startChange', last);
    expect(begun.change.status).toBe('IN_PROGRESS');
    const late = { id: at.id, expectedVersion: begun.change.version, reason: 'Late' };
    expect(codes(await mutate('overrideChangeConflicts', late, 'cyd'))).toEqual(['INVALID_STATUS id']);
  });

  it('is overridden by any of those who approve, and no more once the change has begun', async () => {
    const window = { from: '2026-07-02T00:00:00Z', to: '2026-07-02T01:00:00Z' };
    await led('third', ['assessChange', 'submitChange', 'approveChange'], { window });
    const at = await led('fourth', undefined, { window });
    await assessed(at, -1);
    const said = await mutate('approveChange', { ...at, overrideConflicts: 'Same team' }, 'bob');
    expect(said.change).toMatchObject({ status: 'IN_REVIEW', version: 4, overriddenConflicts: 'Same team' });
    const next = { id: at.id, expectedVersion: 4 };
    const { change } = await vote(next, 'APPROVE', 'eve');
    expect(change).toMatchObject({ status: 'APPROVED', overriddenConflicts: 'Same team' });
    const tooLong = await mutate(
      'overrideChangeConflicts',
      { id: at.id, expectedVersion: change.version, reason: 'x'.repeat(2_001) },
      'cyd',
    );
    expect(codes(tooLong)).toEqual(['INVALID reason']);
  });
});
