import { Directive, Field, InputType, ObjectType } from 'type-graphql';
import { connectionOf, UserError } from '@plimsoll/shared';
import { CreateCrewInput, CrewObject, UpdateCrewInput } from '../crew/index.js';

@Directive('@key(fields: "id")')
@ObjectType('Team', { description: 'People of the desk who work together.' })
export class Team extends CrewObject {}

export const { Connection: TeamConnection } = connectionOf(() => Team, 'Team');

@ObjectType('TeamPayload', { description: 'The team after a mutation, or why nothing changed.' })
export class TeamPayload {
  @Field(() => Team, { nullable: true, description: 'The team as it is now; null when refused.' })
  team?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateTeamInput', { description: 'A new team.' })
export class CreateTeamInput extends CreateCrewInput {}

@InputType('UpdateTeamInput', {
  description: 'Changes to a team; a field that is left out stays as it is.',
})
export class UpdateTeamInput extends UpdateCrewInput {}
