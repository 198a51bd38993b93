import { CUSTOMERS, type CustomerWord, type OwnerWord } from './company/company.fixture.js';
import { firstOf, type Records } from './records.js';
import type { Choose, Named } from './values.js';

/** Now, as the key of what executives ask. */
const QUESTION: Named = { id: `oin_${Date.now()}`, externalId: '', csi: '' };

/** Records that this customer owns; of what nobody owns, those of the catalogue or of staff. */
export function choosing(records: Records, customer: CustomerWord): Choose {
  return (type) => {
    if (type === 'OperationsIntelligence') return QUESTION;
    const owners: (OwnerWord | null)[] = [customer, CUSTOMERS[customer], 'catalogue', 'granite'];
    for (const owner of owners) {
      const record = owner && firstOf(records.of(type, owner));
      if (record)
        return { id: record.id, externalId: record.externalId ?? '', csi: `CSI-${customer.toUpperCase()}` };
    }
    return ghostOf(records)(type === 'OutageImpact' ? 'Change' : type);
  };
}

/** Records that there are not. */
export function ghostOf(records: Records): Choose {
  return (type) => {
    const sample = records.of(type)[0]?.id ?? 'xxx_00000000000000000000000000';
    return { id: `${sample.slice(0, 20)}zzzzzzzzzz`, externalId: 'ghost', csi: 'CSI-GHOST' };
  };
}

/** A choice that remembers what it chose. */
export function noting(choose: Choose): Choose & { chosen: Named[] } {
  const chosen: Named[] = [];
  return Object.assign(
    (type: string) => {
      const one = choose(type);
      chosen.push(one);
      return one;
    },
    { chosen },
  );
}
