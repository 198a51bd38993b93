import { Field, InputType, ObjectType } from 'type-graphql';
import type { BrandingValue, GivenBranding } from './branding.rules.js';

@ObjectType('Branding', {
  description: 'Under which name, colours and addresses the products appear; null: nothing is said of it.',
})
export class Branding implements BrandingValue {
  @Field(() => String, { nullable: true, description: 'What the product is called, 1–100 characters.' })
  productName!: string | null;

  @Field(() => String, { nullable: true, description: 'Where the logo is, an https address.' })
  logoUrl!: string | null;

  @Field(() => String, { nullable: true, description: 'Main colour, `#rrggbb`.' })
  primaryColor!: string | null;

  @Field(() => String, { nullable: true, description: 'Second colour, `#rrggbb`.' })
  accentColor!: string | null;

  @Field(() => String, { nullable: true, description: 'Whom users write to for support.' })
  supportEmail!: string | null;

  @Field(() => String, { nullable: true, description: 'Host name under which the products are reached.' })
  domain!: string | null;
}

@InputType('BrandingInput', {
  description:
    'Under which name, colours and addresses the products appear; a field left out, null or blank says nothing.',
})
export class BrandingInput implements GivenBranding {
  @Field(() => String, { nullable: true, description: 'What the product is called, 1–100 characters.' })
  productName?: string | null;

  @Field(() => String, { nullable: true, description: 'Where the logo is, an https address.' })
  logoUrl?: string | null;

  @Field(() => String, { nullable: true, description: 'Main colour, `#rrggbb` or `#rgb`.' })
  primaryColor?: string | null;

  @Field(() => String, { nullable: true, description: 'Second colour, `#rrggbb` or `#rgb`.' })
  accentColor?: string | null;

  @Field(() => String, { nullable: true, description: 'Mail address for support.' })
  supportEmail?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Host name under which the products are reached; one owner at a time has it.',
  })
  domain?: string | null;
}
