import type { Logger } from '@plimsoll/shared';
import { z } from 'zod';
import type { ContactLookup } from '../authentication/index.js';
import { ownQuestion, type SourcesByName } from './own-question.js';

/** Asks the service that keeps contacts; where there is none, every contact may sign in. */
export function contactLookupOf(sources: SourcesByName, logger: Logger): ContactLookup {
  const ask = ownQuestion(sources, logger, {
    keeper: 'entitlements',
    document: 'query ContactMaySignIn($id: ID!) { contactMaySignIn(id: $id) }',
    answer: z.object({ contactMaySignIn: z.boolean() }),
    patienceMilliseconds: 5_000,
  });
  return async (id, requestId) => (await ask({ id }, requestId))?.contactMaySignIn ?? true;
}
