import { authorize, authorOf, checkText, type RequestContext } from '@plimsoll/shared';
import {
  checkCsi,
  csiKey,
  customerRecords,
  findByCsis,
  issueCsis,
  keepingCsisApart,
  refuseTaken,
  type CustomerRecord,
} from '../customer/index.js';
import { dropAlias, keepAlias } from './csi.store.js';
import type { ReissueCsiInput } from './csi.types.js';

/**
 * Gives a customer another support identifier; the old one finds it still, and goes to nobody else. Roles: admin,
 * manager, operator.
 *
 * @throws DomainError `DUPLICATE_CSI`, `INVALID`, `CONFLICT`
 */
export async function reissueCsi(context: RequestContext, input: ReissueCsiInput): Promise<CustomerRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const reason = checkText(input.reason, 'reason');
  const given = input.csi == null ? null : checkCsi(input.csi, 'csi');
  return keepingCsisApart(given, () =>
    context.session.transaction((tx) =>
      customerRecords.update(
        tx,
        authorOf(context, reason),
        input.id,
        input.expectedVersion,
        async (current) => {
          const [issued] = given === null ? await issueCsis(tx, 1) : [given];
          const csi = issued ?? current.csi;
          const key = csiKey(csi);
          if (key === csiKey(current.csi)) return { csi };
          const holder = (await findByCsis(tx, [csi])).get(key);
          // An identifier that this customer had before may come back to it.
          if (holder && holder.id !== current.id) await refuseTaken(tx, csi);
          await dropAlias(tx, key);
          await keepAlias(tx, {
            key: csiKey(current.csi),
            csi: current.csi,
            customerId: current.id,
            since: context.now,
            reason,
          });
          return { csi };
        },
      ),
    ),
  );
}
