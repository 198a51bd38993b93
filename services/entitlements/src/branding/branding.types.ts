import { RecordObject, UserError } from '@plimsoll/shared';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { BrandingValue, GivenBranding } from './branding.rules.js';

/** Whose branding a field comes from. */
export enum BrandingLevel {
  CUSTOMER = 'CUSTOMER',
  PARTNER = 'PARTNER',
  COMPANY = 'COMPANY',
}
registerEnumType(BrandingLevel, {
  name: 'BrandingLevel',
  description: 'Whose branding a field comes from.',
  valuesConfig: {
    CUSTOMER: { description: "The customer's own." },
    PARTNER: { description: 'That of a reseller above the customer: the nearest that sets the field.' },
    COMPANY: { description: "The company's." },
  },
});

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

@ObjectType('BrandingOrigin', { description: 'Where one field of a branding comes from.' })
export class BrandingOrigin {
  @Field(() => String, { description: 'The field, such as `logoUrl`.' })
  field!: string;

  @Field(() => BrandingLevel, { description: 'Whose branding sets it.' })
  level!: BrandingLevel | keyof typeof BrandingLevel;

  partnerId!: string | null;
}

@ObjectType('EffectiveBranding', {
  description:
    "Under what a customer's products appear: each field of its own branding, else of the nearest reseller that sets it, else of the company's.",
})
export class EffectiveBranding extends Branding {
  @Field(() => [BrandingOrigin], { description: 'Where each field that is set comes from.' })
  from!: BrandingOrigin[];
}

@ObjectType('BrandingSettings', { description: 'The branding that an owner has set for itself.' })
export class BrandingSettings extends RecordObject {
  @Field(() => Branding, { nullable: true, description: 'What it has set.' })
  branding?: Branding | null;
}

@ObjectType('BrandingWarning', { description: 'What is taken as given, but may have been meant otherwise.' })
export class BrandingWarning {
  @Field(() => String, { description: 'The field, such as `primaryColor`.' })
  field!: string;

  @Field(() => Float, { description: 'Contrast with white, 1 to 21; text needs 4.5 (WCAG 2.2, 1.4.3).' })
  ratio!: number;

  @Field(() => String, { description: 'What it is, in English.' })
  message!: string;
}

@InputType('SetBrandingInput', {
  description:
    'The branding of a partner, of a customer, or, where neither is named, of the company; it takes the place of all that was set before.',
})
export class SetBrandingInput {
  @Field(() => ID, { nullable: true, description: 'The partner, `par_…`.' })
  partnerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version of the settings that the caller has read; null where nothing was set yet. A stale one is refused with `CONFLICT`.',
  })
  expectedVersion?: number | null;

  @Field(() => BrandingInput, { description: 'All of it; what is left out is no longer set.' })
  branding!: BrandingInput;

  @Field(() => String, { nullable: true, description: 'Why, for the history; 1–200 characters.' })
  reason?: string | null;
}

@ObjectType('BrandingPayload', { description: 'The branding after a mutation, or why nothing changed.' })
export class BrandingPayload {
  @Field(() => BrandingSettings, {
    nullable: true,
    description: 'The settings as they are now; null when refused.',
  })
  branding?: BrandingSettings | null;

  @Field(() => [BrandingWarning], { nullable: true, description: 'What may have been meant otherwise.' })
  warnings?: BrandingWarning[] | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
