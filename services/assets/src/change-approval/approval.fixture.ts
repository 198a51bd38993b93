import type { Principal } from '@plimsoll/shared';
import type { TestSubgraph } from '@plimsoll/shared/testing';

const person = (subject: string, roles: Principal['roles'], n: number): Principal => ({
  subject,
  roles,
  personId: `per_01h2xcejqtf2nbrexx3vqjhp4${n}`,
});

/** Two operators, three managers, an executive and an administrator; `zoe` is an agent. */
export const STAFF = {
  ann: person('ann', ['operator'], 1),
  oli: person('oli', ['operator'], 2),
  bob: person('bob', ['manager'], 3),
  cyd: person('cyd', ['manager'], 4),
  dan: person('dan', ['manager'], 5),
  eve: person('eve', ['executive'], 6),
  ada: person('ada', ['admin'], 7),
  zoe: person('zoe', ['agent'], 8),
} as const;
export type Member = keyof typeof STAFF;

/** Somebody's id. */
export const idOf = (name: Member): string => STAFF[name].personId!;

export interface Refusal {
  code: string;
  message: string;
  path: string[];
}
interface ChangeAnswer {
  change: { id: string; version: number; status: string } & Record<string, unknown>;
  userErrors: Refusal[];
}
export interface Stage {
  id: string;
  expectedVersion: number;
}

const INPUTS: Record<string, string> = {
  draftChange: 'DraftChangeInput',
  updateChange: 'UpdateChangeInput',
  approveChange: 'ApproveChangeInput',
  rejectChange: 'ReviewChangeInput',
  voteOnChange: 'VoteOnChangeInput',
  overrideChangeConflicts: 'OverrideChangeConflictsInput',
  startChange: 'StartChangeInput',
  completeChange: 'CompleteChangeInput',
};

/** The errors of an answer, each as its code and path. */
export const codes = ({ userErrors }: { userErrors: Refusal[] }): string[] =>
  userErrors.map(({ code, path }) => [code, ...path].join(' '));

/** Everybody of {@link STAFF}, and their changes led step by step. */
export function changeRoom(service: TestSubgraph) {
  let day = 0;

  async function mutate(step: string, input: object, by: Member = 'ann'): Promise<ChangeAnswer> {
    const { payload } = await service.run<{ payload: ChangeAnswer }>(
      `mutation ($input: ${INPUTS[step] ?? 'ChangeStepInput'}!) { payload: ${step}(input: $input) {
         change { id version status overriddenConflicts reviewComment } userErrors { code message path } } }`,
      { input },
      STAFF[by],
    );
    return payload;
  }

  return {
    mutate,
    async seed(): Promise<void> {
      await service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
        for (const { personId } of Object.values(STAFF)) {
          await tx.query('insert into person (id, version) values ($1, 1)', [personId]);
        }
      });
    },
    /** A change that ann drafts, in a window of its own, led along steps; where it stands after them. */
    async led(
      key: string,
      steps: string[] = ['assessChange', 'submitChange'],
      over: object = {},
    ): Promise<Stage> {
      day += 1;
      const at = (hour: number): string => new Date(Date.UTC(2026, 3, day, hour)).toISOString();
      const input = {
        idempotencyKey: key,
        title: key,
        assetIds: ['ast_own'],
        window: { from: at(0), to: at(1) },
      };
      let answer = await mutate('draftChange', { ...input, ...over });
      for (const step of steps) {
        const { id, version } = answer.change;
        answer = await mutate(
          step,
          { id, expectedVersion: version },
          step === 'approveChange' ? 'bob' : 'ann',
        );
      }
      return { id: answer.change.id, expectedVersion: answer.change.version };
    },
    /** What analytics would answer about a change as it is now: the seconds of headroom that it leaves. */
    async assessed({ id }: Stage, leastHeadroomSeconds: number): Promise<void> {
      const exposure = {
        customerCount: 1,
        unknownCustomerCount: 0,
        breachCount: 0,
        serviceCredits: [],
        monthlyRecurringRevenue: [],
        creditShare: null,
        leastHeadroomSeconds,
        customersAwake: 0,
        offHoursShare: 1,
      };
      await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
        tx.query(
          `update change_assessment set answered_request = request, change_version = requested_version,
              plan = requested_plan, assessed_at = requested_at, planned = $2, failed = $2 where change_id = $1`,
          [id, JSON.stringify(exposure)],
        ),
      );
    },
    /** Who has to agree to a change, what they decided, and what is outstanding. */
    async approvals(id: string): Promise<Record<'required' | 'given' | 'voided' | 'outstanding', string[]>> {
      const one = 'by { id } decision comment changeVersion votes { member { id } }';
      const { change } = await service.run<{
        change: {
          approvals: Record<'required' | 'outstanding', { role: string; count: number }[]> &
            Record<
              'given' | 'voided',
              { by: { id: string }; decision: string; votes: { member: { id: string } }[] }[]
            >;
        };
      }>(
        `query ($id: ID!) { change(id: $id) { approvals {
           required { role count reason } outstanding { role count reason } given { ${one} } voided { ${one} } } } }`,
        { id },
        STAFF.ann,
      );
      const nameOf = (personId: string) =>
        Object.values(STAFF).find((one) => one.personId === personId)?.subject ?? personId;
      const asked = ({ role, count }: { role: string; count: number }) => `${count} ${role}`;
      const said = ({ by, decision, votes }: (typeof change.approvals)['given'][number]) =>
        [nameOf(by.id), decision, ...votes.map(({ member }) => `for ${nameOf(member.id)}`)].join(' ');
      const { required, given, voided, outstanding } = change.approvals;
      return {
        required: required.map(asked),
        given: given.map(said),
        voided: voided.map(said),
        outstanding: outstanding.map(asked),
      };
    },
    /** A board of ann, bob (its chair) and eve. */
    async board(name: string, quorum: number, members: Member[] = ['bob', 'ann', 'eve']): Promise<string> {
      const { createAdvisoryBoard } = await service.run<{
        createAdvisoryBoard: { board: { id: string }; userErrors: Refusal[] };
      }>(
        `mutation ($input: CreateAdvisoryBoardInput!) {
           createAdvisoryBoard(input: $input) { board { id } userErrors { code message path } } }`,
        {
          input: {
            idempotencyKey: name,
            name,
            quorum,
            members: members.map((one, n) => ({ personId: idOf(one), role: n === 0 ? 'CHAIR' : 'MEMBER' })),
          },
        },
        STAFF.bob,
      );
      const [refusal] = createAdvisoryBoard.userErrors;
      if (refusal) throw new Error(refusal.message);
      return createAdvisoryBoard.board.id;
    },
  };
}
