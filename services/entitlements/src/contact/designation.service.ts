import type { Session } from '@plimsoll/shared';
import { findSupportLevels } from '../entitlement/index.js';
import { designatedMaximum } from './contact.errors.js';
import { countDesignated, lockDesignations } from './contact.store.js';

/**
 * Makes sure that a customer may designate one more contact, and keeps others from designating any until the
 * transaction ends. To be asked before the contact itself is locked. Without a support level there is no maximum.
 *
 * @param path the input field that asks for it
 * @throws DomainError `DESIGNATED_MAXIMUM`
 */
export async function reserveDesignation(
  tx: Session,
  customerId: string,
  now: Date,
  path: readonly string[],
): Promise<void> {
  await lockDesignations(tx, customerId);
  const level = (await findSupportLevels(tx, [customerId], now)).get(customerId);
  const most = level?.designatedContacts;
  if (level == null || most == null) return;
  if ((await countDesignated(tx, customerId)) >= most) throw designatedMaximum(level.name, most, path);
}
