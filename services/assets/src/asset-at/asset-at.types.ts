import { ArgsType, Field, InputType } from 'type-graphql';
import { ConnectionArgs, DateTimeScalar } from '@plimsoll/shared';
import { type Asset, AssetStatus } from '../asset/index.js';

/** An asset whose fields are those of an instant of the past. */
export interface AssetAt extends Asset {
  asOf: Date;
}

/** The instant of the past that the fields of a record are of, null where they are of now. */
export function asOf(record: object): Date | null {
  const { asOf: instant } = record as { asOf?: unknown };
  return instant instanceof Date ? instant : null;
}

@InputType('AssetAtFilter', {
  description: 'Which assets, by what they were then; all conditions must hold.',
})
export class AssetAtFilter {
  @Field(() => String, { nullable: true, description: 'Name of the kind, exact.' })
  kind?: string | null;

  @Field(() => AssetStatus, { nullable: true, description: 'Where they stood in their life.' })
  status?: AssetStatus | null;

  @Field(() => String, { nullable: true, description: 'The system their external ids are of.' })
  source?: string | null;
}

@ArgsType()
export class AssetsAtArgs extends ConnectionArgs {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The instant, inclusive to the millisecond and not in the future; now by default.',
  })
  at?: Date | null;

  @Field(() => AssetAtFilter, { nullable: true, description: 'Which assets; all by default.' })
  filter?: AssetAtFilter | null;
}
