import type { JsonSchema } from '@plimsoll/json-schema';
import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { TicketKind, TicketTier } from '../ticket/index.js';
import type { EscalationKind } from './escalation-form.rules.js';

/** A form as stored. */
@Entity('escalation_form')
export class EscalationFormEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text')
  kind!: EscalationKind;

  @Column('text', { name: 'ticket_kind', nullable: true })
  ticketKind!: TicketKind | null;

  @Column('text', { nullable: true })
  tier!: TicketTier | null;

  @Column('jsonb')
  schema!: JsonSchema;

  /** One that is not is followed no more. */
  @Column('boolean')
  active!: boolean;
}
