import type { Gateway } from '../gateway.js';
import { gatewayBefore, tokenOf } from './gateway-before.js';

const SDL = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
scalar DateTime
scalar JSON
type Query { metrics(input: MetricsInput!, first: Int! = 1000, after: String): Metrics! }
input MetricsInput { measures: [String!]! dimensions: [String!]! = [] grain: MetricGrain! = NONE from: DateTime! to: DateTime! timeZone: String! = "UTC"
  filters: [MetricFilter!]! = [] orderBy: [MetricOrder!]! = [] }
enum MetricGrain { DAY WEEK MONTH QUARTER YEAR NONE }
enum MetricOperator { EQ NE IN NOT_IN GT GTE LT LTE CONTAINS }
enum OrderDirection { ASC DESC }
input MetricFilter { dimension: String! operator: MetricOperator! values: [String!]! }
input MetricOrder { name: String! direction: OrderDirection! }
type Metrics { columns: [MetricColumn!]! rows: [JSON!]! pageInfo: PageInfo! }
type MetricColumn { name: String! }
type PageInfo { hasNextPage: Boolean! endCursor: String }
`;

/** A gateway before one service that answers every question with the same rows, a few a page. */
export class MetricsService {
  /** What was asked for, a page each. */
  readonly asked: { input: unknown; first: number; after: string | null }[] = [];
  gateway!: Gateway;

  constructor(
    private readonly rows: readonly unknown[][],
    private readonly perPage: number,
  ) {}

  async start(): Promise<void> {
    const resolvers = { Query: { metrics: this.#page.bind(this) } };
    this.gateway = await gatewayBefore([{ name: 'analytics', sdl: SDL, resolvers }]);
  }

  /** Asks for an address as an analyst. */
  async get(path: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.gateway.port}${path}`, {
      headers: { authorization: `Bearer ${await tokenOf('analyst')}` },
    });
  }

  #page(_: unknown, asked: { input: { measures: string[] }; first: number; after: string | null }) {
    this.asked.push(asked);
    const start = Number(asked.after ?? 0);
    const end = Math.min(start + this.perPage, this.rows.length);
    return {
      columns: ['customerName', ...asked.input.measures].map((name) => ({ name })),
      rows: this.rows.slice(start, end),
      pageInfo: { hasNextPage: end < this.rows.length, endCursor: String(end) },
    };
  }
}
