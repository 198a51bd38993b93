import { Directive, Field, InputType, ObjectType } from 'type-graphql';
import { connectionOf, UserError } from '@plimsoll/shared';
import { CreateCrewInput, CrewObject, UpdateCrewInput } from '../crew/index.js';

@Directive('@key(fields: "id")')
@ObjectType('Queue', { description: 'Where tickets wait until somebody takes them.' })
export class Queue extends CrewObject {}

export const { Connection: QueueConnection } = connectionOf(() => Queue, 'Queue');

@ObjectType('QueuePayload', { description: 'The queue after a mutation, or why nothing changed.' })
export class QueuePayload {
  @Field(() => Queue, { nullable: true, description: 'The queue as it is now; null when refused.' })
  queue?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateQueueInput', { description: 'A new queue.' })
export class CreateQueueInput extends CreateCrewInput {}

@InputType('UpdateQueueInput', {
  description: 'Changes to a queue; a field that is left out stays as it is.',
})
export class UpdateQueueInput extends UpdateCrewInput {}
