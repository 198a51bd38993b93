import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';
import { Money } from '@plimsoll/shared';
import { PeriodArgs } from '../executive/index.js';
import { Asset } from '../reference/index.js';

@ArgsType()
export class RankedPeriodArgs extends PeriodArgs {
  @Field(() => Int, { defaultValue: 10, description: 'How many are told, 1–100.' })
  first!: number;
}

@ObjectType('TroublesomeAsset', { description: 'What is on record against an asset in a period.' })
export class TroublesomeAsset {
  @Field(() => Asset, { description: 'The asset.' })
  asset!: Asset;

  @Field(() => Int, {
    description: 'Failures: unplanned incidents whose first impact on the asset began in the period.',
  })
  incidentCount!: number;

  @Field(() => Float, {
    description:
      'Seconds DOWN within the period: the union of the DOWN intervals recorded on the asset itself, planned ones included; one that has not ended counts up to `asOf`.',
  })
  downSeconds!: number;

  @Field(() => Int, {
    description: 'Changes of the asset that FAILED or were ROLLED_BACK and ended in the period.',
  })
  changesFailed!: number;

  @Field(() => Money, {
    nullable: true,
    description:
      "Its share of the service credits owed for the months that begin in the period: each credit is shared out among the incidents that the ledger has for the customer's product in that month by their weighted seconds (planned ones only where nothing unplanned hit), and each incident's share evenly among the assets it names. In the reporting currency at the rates of each month's last day. Null where a rate is missing.",
  })
  creditsPaid!: Money | null;

  @Field(() => Int, {
    description:
      'Customers that the ledger has as DOWN or DEGRADED in the period through an unplanned incident that names the asset, each once.',
  })
  customerCount!: number;
}
