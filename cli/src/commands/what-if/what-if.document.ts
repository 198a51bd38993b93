/** The product's headline query, as published. */
export const WHAT_IF_OUTAGE = `query WhatIfOutage($input: OutageInput!, $first: Int = 25, $after: String) {
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
            health { score }
          }
        }
      }
    }
  }
}
`;

interface Money {
  amount: string;
  currency: string;
}

interface Named {
  id: string;
  name: string | null;
}

/** One customer's line of the answer. Fields of a service that is down are null. */
export interface ExposedCustomer {
  state: string;
  downSeconds: number;
  degradedSeconds: number;
  causes: Named[];
  agreements: {
    product: Named | null;
    month: string;
    agreement: (Named & { uptimeTarget: string | null }) | null;
    countedSeconds: number;
    monthToDateSeconds: number;
    projectedUptime: string | null;
    headroomSeconds: number | null;
    breached: boolean;
    serviceCredit: Money | null;
  }[];
  customer: { id: string; name: string | null; segment: string | null } | null;
}

/** The part of the answer that the command shows; what a service answers is null while it is down. */
export interface OutageAnswer {
  whatIfOutage: {
    asOf: string;
    assets: {
      totalCount: number;
      nodes: {
        state: string;
        causes: Named[];
        asset: (Named & { externalId: string | null; kind: string | null }) | null;
      }[];
    } | null;
    exposure: {
      customerCount: number;
      breachCount: number;
      monthlyRecurringRevenue: Money[];
      serviceCredits: Money[];
      customers: {
        totalCount: number;
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
        nodes: ExposedCustomer[];
      };
    } | null;
  } | null;
}
