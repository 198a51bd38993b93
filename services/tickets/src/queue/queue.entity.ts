import { Entity } from 'typeorm';
import { CrewEntity } from '../crew/index.js';

/** A queue as stored. */
@Entity('queue')
export class QueueEntity extends CrewEntity {}
