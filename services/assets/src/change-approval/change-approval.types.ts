import { DateTimeScalar } from '@plimsoll/shared';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../account/index.js';
import { AdvisoryBoard } from '../advisory-board/index.js';

/** What somebody decided about a change. */
export enum ApprovalDecision {
  APPROVE = 'APPROVE',
  REJECT = 'REJECT',
  ABSTAIN = 'ABSTAIN',
}
registerEnumType(ApprovalDecision, {
  name: 'ApprovalDecision',
  description: 'What somebody decided about a change.',
  valuesConfig: {
    APPROVE: { description: 'For it.' },
    REJECT: { description: 'Against it.' },
    ABSTAIN: { description: 'Neither; counts towards the quorum of a board.' },
  },
});

@ObjectType('RequiredApproval', { description: 'An approval that a policy asks for.' })
export class RequiredApproval {
  @Field(() => String, {
    description:
      'Who has to agree: a role (`manager`), the name of a board, or `reviewer` for the review afterwards.',
  })
  role!: string;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason?: string | null;

  @Field(() => Int, {
    description:
      'How many: of what is required, approvals of the role or the quorum of the board; of what is outstanding, how many more it takes at the least.',
  })
  count!: number;

  @Field(() => AdvisoryBoard, { nullable: true, description: 'The board that votes; null for a role.' })
  board?: AdvisoryBoard | null;
}

@ObjectType('BoardVote', { description: 'A seat of a board that a decision is the vote of.' })
export class BoardVote {
  @Field(() => AdvisoryBoard, { nullable: true, description: 'Of which board.' })
  board?: AdvisoryBoard | null;

  @Field(() => Person, { description: 'Whose seat; somebody else than who decided where it was delegated.' })
  member!: Person;
}

@ObjectType('ChangeApproval', { description: 'What somebody decided about a change.' })
export class ChangeApproval {
  @Field(() => ID, { description: 'Identifier, `cap_…`.' })
  id!: string;

  @Field(() => Person, { nullable: true, description: 'Who decided.' })
  by?: Person | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When.' })
  at?: Date | null;

  @Field(() => String, { nullable: true, description: 'What they decided: APPROVE, REJECT or ABSTAIN.' })
  decision?: string | null;

  @Field(() => String, { nullable: true, description: 'What they said about it.' })
  comment?: string | null;

  @Field(() => Int, { description: 'The version of the change that they decided about.' })
  changeVersion!: number;

  @Field(() => [BoardVote], { description: 'The seats of boards that it is the vote of.' })
  votes!: BoardVote[];
}

@ObjectType('ChangeApprovals', {
  description:
    'The approvals of a change: asked for, given, outstanding. What is asked for follows the risk and the headroom as they are known now, also after a change was approved: then it has to be given before the change begins.',
})
export class ChangeApprovals {
  @Field(() => [RequiredApproval], {
    description: 'What the policy asks for; nothing of what came approved: imported, or from a template.',
  })
  required!: RequiredApproval[];

  @Field(() => [ChangeApproval], {
    description: 'What was decided about it as it was last submitted, the earliest first.',
  })
  given!: ChangeApproval[];

  @Field(() => [ChangeApproval], {
    description: 'What was decided before it was edited or sent back, the earliest first: void.',
  })
  voided!: ChangeApproval[];

  @Field(() => [RequiredApproval], { description: 'What is still asked for.' })
  outstanding!: RequiredApproval[];
}
