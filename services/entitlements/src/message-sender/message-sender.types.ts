import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';

@InputType('MessageSenderAttempt', { description: 'What a message from outside tells of who sent it.' })
@Directive('@inaccessible')
export class MessageSenderAttempt {
  @Field(() => String, { nullable: true, description: 'A mail address.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'A telephone number, as a telephone system tells it.' })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'A customer support identifier in any spelling.' })
  csi?: string | null;
}

@Directive('@inaccessible')
@ObjectType('MessageSender', { description: 'Who may have sent a message.' })
export class MessageSender {
  @Field(() => [ID], { description: 'Contacts with this address or number, at most 20.' })
  contactIds!: string[];

  @Field(() => ID, { nullable: true, description: 'The customer with this support identifier.' })
  customerId!: string | null;
}
