import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { TemplateVariable } from './template-language.js';

/** A text that replies begin with, as stored. */
@Entity('reply_template')
export class ReplyTemplateEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  locale!: string | null;

  @Column('text')
  body!: string;

  @Column('boolean', { name: 'is_public' })
  isPublic!: boolean;

  @Column('jsonb')
  variables!: TemplateVariable[];

  @Column('timestamptz', { name: 'retired_at', nullable: true })
  retiredAt!: Date | null;
}
