import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { ImportInput, ImportReport, payload, type RequestContext } from '@plimsoll/shared';
import { ChangePayload } from '../change/index.js';
import type { ChangeRecord } from '../change/index.js';
import { importChanges } from './change-import.service.js';
import { approveChange, rejectChange, voteOnChange } from './change-decision.service.js';
import { draftChange, updateChange } from './change-draft.service.js';
import { DraftChangeInput, UpdateChangeInput } from './change-draft.types.js';
import {
  assessChange,
  cancelChange,
  completeChange,
  overrideChangeConflicts,
  scheduleChange,
  startChange,
  submitChange,
} from './change-step.service.js';
import {
  ApproveChangeInput,
  ChangeStepInput,
  CompleteChangeInput,
  OverrideChangeConflictsInput,
  ReviewChangeInput,
  StartChangeInput,
  VoteOnChangeInput,
} from './change-step.types.js';

const answer = (useCase: () => Promise<ChangeRecord>): Promise<ChangePayload> =>
  payload(async () => ({ change: await useCase() }));

@Resolver()
export class ChangeStepResolver {
  @Mutation(() => ChangePayload, { description: 'Drafts a change. Roles: admin, manager, operator.' })
  draftChange(
    @Arg('input', () => DraftChangeInput, { description: 'The new change.' }) input: DraftChangeInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => draftChange(context, input));
  }

  @Mutation(() => ChangePayload, { description: 'Edits a change. Roles: admin, manager, operator.' })
  updateChange(
    @Arg('input', () => UpdateChangeInput, { description: 'What changes.' }) input: UpdateChangeInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => updateChange(context, input));
  }

  @Mutation(() => ChangePayload, {
    description:
      'Notes that the consequences of a draft have been looked at. Roles: admin, manager, operator.',
  })
  assessChange(
    @Arg('input', () => ChangeStepInput, { description: 'Which change.' }) input: ChangeStepInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => assessChange(context, input));
  }

  @Mutation(() => ChangePayload, {
    description:
      'Hands an assessed change to the review; where the policy asks nobody, it is approved. So is one in review of which nothing is outstanding any more. Roles: admin, manager, operator.',
  })
  submitChange(
    @Arg('input', () => ChangeStepInput, { description: 'Which change.' }) input: ChangeStepInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => submitChange(context, input));
  }

  @Mutation(() => ChangePayload, {
    description:
      'Agrees to a change, in every role and seat of yours that the policy asks. With the last approval it is approved, if nothing blocks it; until then it stays in review at the same version. Refused for who asked for it or carries it out. Emergencies skip assessment and review.',
  })
  approveChange(
    @Arg('input', () => ApproveChangeInput, { description: 'The decision.' }) input: ApproveChangeInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => approveChange(context, input));
  }

  @Mutation(() => ChangePayload, {
    description:
      'Sends a change back that has not begun: it is a draft again, and its approvals are void. Roles: admin, manager, and others whom the policy asks; a member of a board votes against it.',
  })
  rejectChange(
    @Arg('input', () => ReviewChangeInput, { description: 'The decision.' }) input: ReviewChangeInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => rejectChange(context, input));
  }

  @Mutation(() => ChangePayload, {
    description:
      'Votes on a change for a seat of a board that the policy asks, your own or one delegated to you; once each. The vote that decides approves it, or sends it back.',
  })
  voteOnChange(
    @Arg('input', () => VoteOnChangeInput, { description: 'The vote.' }) input: VoteOnChangeInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => voteOnChange(context, input));
  }

  @Mutation(() => ChangePayload, {
    description:
      'Lets a change be approved and begun although something blocks it, until its plan is edited; without a reason takes that back. Roles: admin, manager.',
  })
  overrideChangeConflicts(
    @Arg('input', () => OverrideChangeConflictsInput, { description: 'Which change, and why.' })
    input: OverrideChangeConflictsInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => overrideChangeConflicts(context, input));
  }

  @Mutation(() => ChangePayload, {
    description: 'Fixes the window of an approved change. Roles: admin, manager, operator.',
  })
  scheduleChange(
    @Arg('input', () => ChangeStepInput, { description: 'Which change.' }) input: ChangeStepInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => scheduleChange(context, input));
  }

  @Mutation(() => ChangePayload, {
    description:
      'Begins an approved or scheduled change that nothing blocks; an emergency may begin first, if the policy says so. Roles: admin, manager, operator.',
  })
  startChange(
    @Arg('input', () => StartChangeInput, { description: 'Which change, and since when.' })
    input: StartChangeInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => startChange(context, input));
  }

  @Mutation(() => ChangePayload, {
    description: 'Ends a change in progress. Roles: admin, manager, operator.',
  })
  completeChange(
    @Arg('input', () => CompleteChangeInput, { description: 'What came of it.' }) input: CompleteChangeInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => completeChange(context, input));
  }

  @Mutation(() => ChangePayload, {
    description: 'Gives up a change that has not begun. Roles: admin, manager, operator.',
  })
  cancelChange(
    @Arg('input', () => ChangeStepInput, { description: 'Which change.' }) input: ChangeStepInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => cancelChange(context, input));
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `changes.csv`. Roles: admin, operator.' })
  importChanges(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importChanges(context, input);
  }
}
