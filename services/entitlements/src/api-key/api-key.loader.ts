import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  apiKeyList,
  apiKeyRecords,
  findSecrets,
  type ApiKeyListArguments,
  type ApiKeyRecord,
  type SecretRow,
} from './api-key.store.js';
import type { ApiKeysArgs } from './api-key.types.js';

/** The key with this id, or null where the caller sees none; batched a request. */
export function loadApiKey(context: RequestContext, id: string): Promise<ApiKeyRecord | null> {
  return context
    .loader<string, ApiKeyRecord>('api-key', (ids) => apiKeyRecords.findInOrder(context.session, ids))
    .load(id);
}

/** A page of the keys the caller sees. */
export function listApiKeys(context: RequestContext, args: ApiKeysArgs): Promise<Page<ApiKeyRecord>> {
  return listPage(context.session, apiKeyList, asked(context, args));
}

/** A page of a partner's keys that the caller sees; batched a request. */
export function listApiKeysOf(
  context: RequestContext,
  partnerId: string,
  args: ApiKeysArgs,
): Promise<Page<ApiKeyRecord> | null> {
  const question = asked(context, args);
  return context
    .loader<string, Page<ApiKeyRecord>>(`api-keys:${JSON.stringify(question)}`, (ids) =>
      listByParent(context.session, apiKeyList, 'partner', ids, question),
    )
    .load(partnerId);
}

/** The secrets of a key, newest first, without their hashes; batched a request. */
export async function loadSecrets(context: RequestContext, keyId: string): Promise<SecretRow[]> {
  const loader = context.loader<string, SecretRow[]>('api-key-secrets', async (ids) => {
    const rows = await findSecrets(context.session, ids);
    return ids.map((id) => rows.filter((row) => row.keyId === id));
  });
  return (await loader.load(keyId)) ?? [];
}

function asked(context: RequestContext, args: ApiKeysArgs): ApiKeyListArguments {
  const { first, after, filter, orderBy } = args;
  return {
    first,
    after: after ?? null,
    filter: { ...filter, now: context.now },
    orderBy: orderBy ?? null,
  };
}
