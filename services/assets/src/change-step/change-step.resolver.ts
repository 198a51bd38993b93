import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { ImportInput, ImportReport, payload, type RequestContext } from '@plimsoll/shared';
import { ChangePayload, type ChangeRecord } from '../change/index.js';
import { importChanges } from './change-import.service.js';
import {
  completeChange,
  draftChange,
  reviewChange,
  startChange,
  stepChange,
  updateChange,
} from './change-step.service.js';
import {
  ChangeStepInput,
  CompleteChangeInput,
  DraftChangeInput,
  ReviewChangeInput,
  StartChangeInput,
  UpdateChangeInput,
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
    return answer(() => stepChange(context, 'assess', input));
  }

  @Mutation(() => ChangePayload, {
    description: 'Hands an assessed change to the review. Roles: admin, manager, operator.',
  })
  submitChange(
    @Arg('input', () => ChangeStepInput, { description: 'Which change.' }) input: ChangeStepInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => stepChange(context, 'submit', input));
  }

  @Mutation(() => ChangePayload, {
    description: 'Approves a change in review; refused for who asked for it. Roles: admin, manager.',
  })
  approveChange(
    @Arg('input', () => ReviewChangeInput, { description: 'The decision.' }) input: ReviewChangeInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => reviewChange(context, 'approve', input));
  }

  @Mutation(() => ChangePayload, {
    description: 'Sends a change in review back: it is a draft again. Roles: admin, manager.',
  })
  rejectChange(
    @Arg('input', () => ReviewChangeInput, { description: 'The decision.' }) input: ReviewChangeInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => reviewChange(context, 'reject', input));
  }

  @Mutation(() => ChangePayload, {
    description: 'Fixes the window of an approved change. Roles: admin, manager, operator.',
  })
  scheduleChange(
    @Arg('input', () => ChangeStepInput, { description: 'Which change.' }) input: ChangeStepInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return answer(() => stepChange(context, 'schedule', input));
  }

  @Mutation(() => ChangePayload, {
    description: 'Begins an approved or scheduled change. Roles: admin, manager, operator.',
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
    return answer(() => stepChange(context, 'cancel', input));
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `changes.csv`. Roles: admin, operator.' })
  importChanges(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importChanges(context, input);
  }
}
