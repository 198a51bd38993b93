import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar } from '@plimsoll/shared';

/** What a response target of an agreement counts. */
export enum SlaTarget {
  FIRST_RESPONSE = 'FIRST_RESPONSE',
  UPDATE = 'UPDATE',
  RESOLUTION = 'RESOLUTION',
}
registerEnumType(SlaTarget, {
  name: 'SlaTarget',
  description: 'What a response target of an agreement counts.',
  valuesConfig: {
    FIRST_RESPONSE: { description: 'Until the first response.' },
    UPDATE: { description: 'Until the next update.' },
    RESOLUTION: { description: 'Until the ticket is resolved.' },
  },
});

/** How a clock stands. */
export enum SlaClockStatus {
  RUNNING = 'RUNNING',
  PAUSED = 'PAUSED',
  MET = 'MET',
  BREACHED = 'BREACHED',
}
registerEnumType(SlaClockStatus, {
  name: 'SlaClockStatus',
  description: 'How a clock stands.',
  valuesConfig: {
    RUNNING: { description: 'Running, and not yet due.' },
    PAUSED: { description: 'Standing still.' },
    MET: { description: 'Stopped at or before due.' },
    BREACHED: { description: 'Due passed before it was stopped.' },
  },
});

@ObjectType('SlaClock', {
  description: 'A response target of a ticket, counted in the working time of its agreement.',
})
export class SlaClock {
  @Field(() => SlaTarget, { description: 'What is counted.' })
  target!: SlaTarget;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the target is reached; null while it is paused.',
  })
  dueAt!: Date | null;

  @Field(() => SlaClockStatus, { description: 'How it stands.' })
  status!: SlaClockStatus;

  @Field(() => Float, {
    nullable: true,
    description: 'Working seconds left until due; negative when it has passed.',
  })
  remainingSeconds!: number | null;

  @Field(() => String, { nullable: true, description: 'Why it is paused; null while it is not.' })
  pausedBecause!: string | null;
}
