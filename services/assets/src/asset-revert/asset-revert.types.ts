import { Field, ID, InputType, Int } from 'type-graphql';
import { UpdateInput } from '@plimsoll/shared';

@InputType('RevertAssetInput', { description: 'An asset that becomes again what it was.' })
export class RevertAssetInput extends UpdateInput {
  @Field(() => Int, { description: 'The version it was then, as its history names it.' })
  toVersion!: number;

  @Field(() => String, { description: 'Why what came since is undone, in 1–2,000 characters.' })
  reason!: string;

  @Field(() => ID, { nullable: true, description: 'The change it is part of, for the history.' })
  changeId?: string | null;
}
