import { hasRole, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { biLoginList, type BiLoginListArguments, type BiLoginRecord } from './bi-login.store.js';

/** A page of the logins; none for whoever is no admin. */
export async function listBiLogins(
  context: RequestContext,
  args: Pick<BiLoginListArguments, 'first' | 'after'>,
): Promise<Page<BiLoginRecord> | null> {
  if (!hasRole(context.principal, 'admin')) return null;
  return listPage(context.session, biLoginList, args);
}
