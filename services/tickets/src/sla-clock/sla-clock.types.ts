import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar } from '@plimsoll/shared';
import { SlaTarget } from '../sla-target/index.js';
import { SlaClockStatus } from './sla-clock.rules.js';
import { ClockPolicy } from './ticket-life.rules.js';

registerEnumType(SlaTarget, {
  name: 'SlaTarget',
  description: 'What a response target of an agreement counts.',
  valuesConfig: {
    FIRST_RESPONSE: {
      description:
        'From the opening until the desk first tells the customer something: a public reply or status update, or that it is resolved.',
    },
    UPDATE: {
      description:
        'From each word of the desk, and from each reopening, until the next one or the resolution.',
    },
    RESOLUTION: { description: 'From the opening, and from each reopening, until it is resolved.' },
  },
});

registerEnumType(SlaClockStatus, {
  name: 'SlaClockStatus',
  description: 'How a clock stands.',
  valuesConfig: {
    AWAITING: {
      description:
        'Not counted yet: the agreement that promises the target has not arrived; it is counted from the beginning once it has.',
    },
    RUNNING: { description: 'Running, and not yet past due.' },
    PAUSED: { description: 'Standing still: the ticket waits for the customer, or is on hold.' },
    MET: { description: 'Stopped at or before due.' },
    BREACHED: { description: 'Due passed before it was stopped; it may be running still.' },
    CANCELLED: { description: 'Promised no longer, and not broken before.' },
  },
});

registerEnumType(ClockPolicy, {
  name: 'ClockPolicy',
  description:
    'What becomes of the clocks that are open when the priority or the agreement of a ticket changes. Pauses survive all of them.',
  valuesConfig: {
    KEEP: { description: 'They go on with the target they have; the next cycle begins with the new one.' },
    RESTART: {
      description:
        'They begin again at the change, with the new target. One that is past due by then stays breached.',
    },
    RETROACTIVE: {
      description:
        'They are counted from their beginning with the new target, as if it had always been so; a breach that was none then is withdrawn.',
    },
  },
});

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('ServiceLevelAgreement', { description: 'A version of a service level agreement.' })
class ServiceLevelAgreement {
  @Field(() => ID, { description: 'Identifier, `sla_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Entitlement', { description: 'What a customer is entitled to.' })
class Entitlement {
  @Field(() => ID, { description: 'Identifier, `ent_…`.' })
  id!: string;
}

@ObjectType('SlaClock', {
  description:
    'A response target of a ticket, counted in the working time of its agreement without what the ticket waited for the customer or was on hold.',
})
export class SlaClock {
  agreementId?: string | null;
  entitlementId?: string | null;

  @Field(() => SlaTarget, { description: 'What is counted.' })
  target!: SlaTarget;

  @Field(() => Int, {
    description:
      '1, 2, 3 …: the update begins again with each word of the desk, the resolution with each reopening.',
  })
  cycle!: number;

  @Field(() => SlaClockStatus, { description: 'How it stands now.' })
  status!: SlaClockStatus;

  @Field(() => String, {
    nullable: true,
    description: 'The priority whose target it counts; null while the agreement is awaited.',
  })
  priority!: string | null;

  @Field(() => DateTimeScalar, {
    description: 'When counting began: with its cycle, or at its last restart.',
  })
  startedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was stopped; null while it is open.' })
  stoppedAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'The instant, to the millisecond, at which its working time is used up; null while a pause keeps it from being known, and while the agreement is awaited.',
  })
  dueAt!: Date | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Working seconds promised; null while the agreement is awaited.',
  })
  targetSeconds!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Working seconds used; null while the agreement is awaited.',
  })
  elapsedSeconds!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Working seconds left until due; negative when it has passed; null while the agreement is awaited.',
  })
  remainingSeconds!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it is paused, as the status of the ticket or the recorded pause; null while it is not.',
  })
  pausedBecause!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The due instant, where it passed before the clock was stopped.',
  })
  breachedAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The part of its working time that was warned of, in percent: 50, 75 or 90; null before.',
  })
  warnedPercent!: number | null;

  @Field(() => ServiceLevelAgreement, {
    nullable: true,
    description: 'The agreement that promises it; null while it is awaited.',
  })
  agreement(): ServiceLevelAgreement | null {
    return this.agreementId == null ? null : { id: this.agreementId };
  }

  @Field(() => Entitlement, {
    nullable: true,
    description:
      'The entitlement that gives it: of those that held at the opening, the one that is due first.',
  })
  entitlement(): Entitlement | null {
    return this.entitlementId == null ? null : { id: this.entitlementId };
  }
}
