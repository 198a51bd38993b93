import { PlatformFailure, type PlatformClient } from '../../platform/platform.client.js';
import { WHAT_IF_OUTAGE, type ExposedCustomer, type OutageAnswer } from './what-if.document.js';

const PAGE = 100;

type Outage = NonNullable<OutageAnswer['whatIfOutage']>;

/**
 * Asks the headline question and pages through its customers.
 *
 * @param wanted how many customers at most
 * @returns the first page's answer, the customers of all pages, and what cost a part of the first page
 */
export async function askWhatIf(
  client: PlatformClient,
  input: Record<string, unknown>,
  wanted: number,
): Promise<{ answer: Outage; customers: ExposedCustomer[]; errors: string[] }> {
  let first: Outage | null = null;
  let errors: string[] = [];
  const customers: ExposedCustomer[] = [];
  let after: string | null = null;
  // Later pages are asked as of the first one's instant, so that all tell of the same moment.
  let question = input;
  for (;;) {
    const page: { data: OutageAnswer; errors: string[] } = await client.request<OutageAnswer>(
      WHAT_IF_OUTAGE,
      {
        input: question,
        first: Math.min(PAGE, wanted - customers.length),
        after,
      },
    );
    const answer: OutageAnswer['whatIfOutage'] = page.data.whatIfOutage;
    if (answer === null) throw new PlatformFailure('the platform gives no answer to this outage');
    if (first === null) errors = page.errors;
    first ??= answer;
    question = { ...input, asOf: first.asOf };
    const connection = answer.exposure?.customers;
    customers.push(...(connection?.nodes ?? []));
    if (connection?.pageInfo.hasNextPage !== true || customers.length >= wanted) {
      return { answer: first, customers, errors };
    }
    after = connection.pageInfo.endCursor;
  }
}
