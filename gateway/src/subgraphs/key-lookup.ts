import { KEY_SCOPES, type Logger } from '@plimsoll/shared';
import { z } from 'zod';
import type { KeyLookup } from '../authentication/index.js';
import { ownQuestion, type SourcesByName } from './own-question.js';

const answer = z.object({
  apiKeyCaller: z
    .object({
      keyId: z.string(),
      partnerId: z.string(),
      scopes: z.array(z.enum(KEY_SCOPES)),
      validUntil: z.coerce.date(),
    })
    .nullable(),
});

/** Asks the service that keeps the API keys; where there is none, no key is accepted. */
export function keyLookupOf(sources: SourcesByName, logger: Logger): KeyLookup {
  const ask = ownQuestion(sources, logger, {
    keeper: 'entitlements',
    document: `query ApiKeyCaller($attempt: ApiKeyAttempt!) {
      apiKeyCaller(attempt: $attempt) { keyId partnerId scopes validUntil }
    }`,
    answer,
    patienceMilliseconds: 5_000,
  });
  return async (attempt, requestId) => (await ask({ attempt }, requestId))?.apiKeyCaller ?? null;
}
