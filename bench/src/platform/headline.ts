import type { HttpClient } from './http-client.js';
import { SOURCE } from './load-company.js';

/** The headline request of the contract, but for the customers' health: it is made by rules in code, which no statement repeats. */
export const HEADLINE = `
query WhatIfOutage($input: OutageInput!, $first: Int = 25, $after: String) {
  whatIfOutage(input: $input) {
    asOf
    assets(first: 100) {
      totalCount
      nodes {
        state
        causes { id name }
        asset { id externalId name kind }
      }
    }
    exposure {
      customerCount
      breachCount
      monthlyRecurringRevenue { amount currency }
      serviceCredits { amount currency }
      customers(first: $first, after: $after, orderBy: { field: SERVICE_CREDIT, direction: DESC }) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          state
          downSeconds
          degradedSeconds
          causes { id name }
          agreements {
            product { id name }
            month
            agreement { id name uptimeTarget }
            countedSeconds
            monthToDateSeconds
            projectedUptime
            headroomSeconds
            breached
            serviceCredit { amount currency }
          }
          customer {
            id
            externalId
            name
            segment
            supportLevel { name }
            accountManager { id name }
            tickets(first: 3, filter: { status: OPEN }) { totalCount nodes { id subject priority } }
            renewals(within: "P90D") { renewsOn subscription { id monthlyPrice { amount currency } } }
          }
        }
      }
    }
  }
}`;

/** An unplanned outage of one asset, inside one local month and behind the instant of month-to-date figures. */
export interface Question {
  assetIds: string[];
  from: string;
  to: string;
  asOf: string;
}

/** Forty-five minutes of an asset, a day after the company's instant. */
export async function questionAbout(client: HttpClient, externalId: string, asOf: Date): Promise<Question> {
  const { asset } = await client.data<{ asset: { id: string } | null }>(
    'query Seed($source: String!, $externalId: String!) { asset: assetByExternalId(source: $source, externalId: $externalId) { id } }',
    { source: SOURCE, externalId },
  );
  if (!asset) throw new Error(`there is no asset ${externalId}`);
  const from = asOf.getTime() + 24 * 3_600_000;
  return {
    assetIds: [asset.id],
    from: new Date(from).toISOString(),
    to: new Date(from + 45 * 60_000).toISOString(),
    asOf: asOf.toISOString(),
  };
}
