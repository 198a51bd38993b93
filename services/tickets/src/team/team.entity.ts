import { Entity } from 'typeorm';
import { CrewEntity } from '../crew/index.js';

/** A team as stored. */
@Entity('team')
export class TeamEntity extends CrewEntity {}
