import { ConnectionArgs, connectionOf, DateTimeScalar } from '@plimsoll/shared';
import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';

@ObjectType('DeployedRelease', {
  description:
    'A release that runs on an asset in an environment or a region of it: the one whose rollout there succeeded last and was not rolled back.',
})
export class DeployedRelease {
  @Field(() => String, { nullable: true, description: 'The region; null: the environment as a whole.' })
  region!: string | null;

  @Field(() => DateTimeScalar, { description: 'Since when it runs there.' })
  since!: Date;

  rolloutId!: string;

  releaseId!: string;

  assetId!: string;

  environmentId!: string;
}

@InputType('DeployedReleaseFilter', { description: 'What runs where; all conditions must hold.' })
export class DeployedReleaseFilter {
  @Field(() => ID, { nullable: true, description: 'In this environment.' })
  environmentId?: string | null;

  @Field(() => String, { nullable: true, description: 'In this region, exact.' })
  region?: string | null;

  @Field(() => ID, { nullable: true, description: 'On this asset.' })
  assetId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this release.' })
  releaseId?: string | null;
}

@ArgsType()
export class RunningArgs extends ConnectionArgs {
  @Field(() => DateTimeScalar, { nullable: true, description: 'The instant that is meant; now by default.' })
  at?: Date | null;
}

@ArgsType()
export class DeployedReleasesArgs extends RunningArgs {
  @Field(() => DeployedReleaseFilter, { nullable: true, description: 'Which; all by default.' })
  filter?: DeployedReleaseFilter | null;
}

export const { Connection: DeployedReleaseConnection } = connectionOf(
  () => DeployedRelease,
  'DeployedRelease',
);
