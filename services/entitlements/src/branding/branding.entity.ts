import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';

/** What an owner has set, as stored: a partner, a customer, or, where neither is named, the company itself. */
@Entity('branding')
export class BrandingEntity extends KeptEntity {
  @Column('text', { name: 'partner_id', nullable: true })
  partnerId!: string | null;

  @Column('text', { name: 'customer_id', nullable: true })
  customerId!: string | null;

  @Column('text', { name: 'product_name', nullable: true })
  productName!: string | null;

  @Column('text', { name: 'logo_url', nullable: true })
  logoUrl!: string | null;

  @Column('text', { name: 'primary_color', nullable: true })
  primaryColor!: string | null;

  @Column('text', { name: 'accent_color', nullable: true })
  accentColor!: string | null;

  @Column('text', { name: 'support_email', nullable: true })
  supportEmail!: string | null;

  @Column('text', { nullable: true })
  domain!: string | null;
}
