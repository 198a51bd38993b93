import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';

/** How replies and messages of strangers are dealt with, as stored; one record, made with the database. */
@Entity('conversation_policy')
export class ConversationPolicyEntity extends KeptEntity {
  @Column('integer', { name: 'reopen_days' })
  reopenDays!: number;

  @Column('text', { name: 'closed_reply' })
  closedReply!: 'FOLLOW_UP' | 'REOPEN';

  @Column('text', { name: 'strangers_queue_id', nullable: true })
  strangersQueueId!: string | null;
}
