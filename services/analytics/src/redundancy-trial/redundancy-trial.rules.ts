/** What an asset or a group would have spared; instants as RFC 3339 text. */
export interface KeptTrial {
  id: string;
  version: number;
  customerSets: string[][];
  spared: {
    incidentId: string;
    productId: string;
    would: 'UP' | 'DEGRADED';
    from: string;
    to: string | null;
    customers: number;
  }[];
}
