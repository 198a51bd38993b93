import type { Principal } from '@plimsoll/shared';
import { ADMIN } from '../testing/test-platform.js';
import {
  CATALOGUE_WORD,
  customersOf,
  downFrom,
  OWNER_WORDS,
  type CustomerWord,
  type OwnerWord,
  type PartnerWord,
} from './company/company.fixture.js';
import type { Records } from './records.js';

/** Someone who asks, and whose records are theirs to see. */
export interface Caller {
  name: string;
  /** Null: no token at all. */
  principal: Principal | null;
  /** Owners of the records this caller may see. */
  sees: ReadonlySet<OwnerWord>;
  /** The customer whose records the matrix asks this caller about as their own; any, where they have none. */
  own: CustomerWord;
  /** A customer that is none of theirs. */
  foreign: CustomerWord;
}

/** Everyone the matrix asks. The resellers' and customers' ids are read from the records. */
export function callersOf(records: Records): Caller[] {
  const idOf = (type: string, owner: OwnerWord) => {
    const [record] = records.of(type, owner);
    if (!record) throw new Error(`${owner} has no ${type}`);
    return record.id;
  };
  const partner = (word: PartnerWord, own: CustomerWord, foreign: CustomerWord): Caller => ({
    name: `partner ${word}`,
    principal: { subject: `partner-${word}`, roles: ['partner'], partnerId: idOf('Partner', word) },
    sees: new Set([CATALOGUE_WORD, ...downFrom(word).flatMap((one) => [one, ...customersOf(one)])]),
    own,
    foreign,
  });
  return [
    {
      name: 'staff',
      principal: { ...ADMIN, personId: records.of('Person')[0]?.id ?? '' },
      sees: new Set(OWNER_WORDS),
      own: 'alder',
      foreign: 'birch',
    },
    partner('arbor', 'alder', 'birch'),
    partner('bosk', 'birch', 'chestnut'),
    // What is above a reseller is as foreign to it as what is beside.
    partner('copse', 'chestnut', 'alder'),
    {
      name: 'contact of alder',
      principal: {
        subject: 'contact-alder',
        roles: ['contact'],
        customerId: idOf('Customer', 'alder'),
        contactId: records.of('Contact', 'alder')[0]?.id ?? '',
      },
      sees: new Set([CATALOGUE_WORD, 'arbor', 'alder']),
      own: 'alder',
      // The other customer of the same reseller is as foreign to a contact as any.
      foreign: 'acacia',
    },
    stranger('analyst', { subject: 'analyst', roles: ['analyst'] }),
    stranger('partner without a partner', { subject: 'partner-of-nothing', roles: ['partner'] }),
    stranger('someone without a role', { subject: 'someone', roles: [] }),
    stranger('nobody', null),
  ];
}

/** Someone to whom every record of the other services' is foreign. */
function stranger(name: string, principal: Principal | null): Caller {
  return { name, principal, sees: new Set(), own: 'alder', foreign: 'birch' };
}
