import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateTimeScalar,
  JsonScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { Person } from '../account/index.js';
import { TicketFilter, TicketOrder, TicketOrderField } from '../ticket/index.js';

@ObjectType('SavedView', {
  description: 'Tickets that somebody looks at again and again: a filter and a sorting.',
})
export class SavedView extends RecordObject {
  ownerId!: string;
  teamId!: string | null;
  orderField!: TicketOrderField | null;
  orderDirection!: OrderDirection | null;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  name!: string;

  @Field(() => JsonScalar, { nullable: true, description: 'Which tickets: a TicketFilter.' })
  filter!: unknown;

  @Field(() => TicketOrderField, {
    nullable: true,
    name: 'orderField',
    description: 'By what they are sorted; null: the newest first.',
  })
  sortedBy(): TicketOrderField | null {
    return this.orderField;
  }

  @Field(() => OrderDirection, {
    nullable: true,
    name: 'orderDirection',
    description: 'In which direction; null: the newest first.',
  })
  direction(): OrderDirection | null {
    return this.orderDirection;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was saved first.' })
  createdAt!: Date;

  @Field(() => Person, { nullable: true, description: 'Who saved it and may change it.' })
  owner(): Person {
    return { id: this.ownerId };
  }
}

@ObjectType('SavedViewPayload', { description: 'The saved view after a mutation, or why nothing changed.' })
export class SavedViewPayload {
  @Field(() => SavedView, {
    nullable: true,
    description: 'The view as it is now; as it was where it is removed.',
  })
  savedView?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('SaveViewInput', { description: 'A view to be saved.' })
export class SaveViewInput extends CreateInput {
  @Field(() => String, { description: 'Its name, 1–200 characters.' })
  name!: string;

  @Field(() => TicketFilter, { nullable: true, description: 'Which tickets; all by default.' })
  filter?: TicketFilter | null;

  @Field(() => TicketOrder, {
    nullable: true,
    description: 'How they are sorted; the newest first by default.',
  })
  orderBy?: TicketOrder | null;

  @Field(() => ID, {
    nullable: true,
    description: 'A team of yours whose members see the view too; you alone by default.',
  })
  teamId?: string | null;
}

@InputType('UpdateSavedViewInput', {
  description: 'Changes to a view of yours; what is left out stays as it is.',
})
export class UpdateSavedViewInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => TicketFilter, {
    nullable: true,
    description: 'Which tickets, in place of the present filter.',
  })
  filter?: TicketFilter | null;

  @Field(() => TicketOrder, { nullable: true, description: 'How they are sorted; null: the newest first.' })
  orderBy?: TicketOrder | null;

  @Field(() => ID, { nullable: true, description: 'A team of yours that sees it too; null: you alone.' })
  teamId?: string | null;
}

@InputType('RemoveSavedViewInput', { description: 'A view of yours that is no longer wanted.' })
export class RemoveSavedViewInput extends UpdateInput {}

/** By what saved views are sorted. */
enum SavedViewOrderField {
  NAME = 'NAME',
  CREATED_AT = 'CREATED_AT',
}
registerEnumType(SavedViewOrderField, {
  name: 'SavedViewOrderField',
  description: 'By what saved views are sorted.',
  valuesConfig: {
    NAME: { description: 'By name.' },
    CREATED_AT: { description: 'By when they were saved first.' },
  },
});

@InputType('SavedViewOrder', { description: 'How saved views are sorted.' })
class SavedViewOrder {
  @Field(() => SavedViewOrderField, { description: 'By what.' })
  field!: SavedViewOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@InputType('SavedViewFilter', { description: 'Which saved views.' })
class SavedViewFilter {
  @Field(() => ID, { nullable: true, description: 'Shared by this team.' })
  teamId?: string | null;
}

@ArgsType()
export class SavedViewsArgs extends ConnectionArgs {
  @Field(() => SavedViewFilter, {
    nullable: true,
    description: 'Which views; all that are yours to see by default.',
  })
  filter?: SavedViewFilter | null;

  @Field(() => SavedViewOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: SavedViewOrder | null;
}

export const { Connection: SavedViewConnection } = connectionOf(() => SavedView, 'SavedView');
