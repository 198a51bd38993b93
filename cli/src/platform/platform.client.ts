/** A failure to get an answer from the platform; the message is for the user. */
export class PlatformFailure extends Error {
  override name = 'PlatformFailure';

  /** @param code the code of the GraphQL error, or null where the platform gave none */
  constructor(
    message: string,
    readonly code: string | null = null,
  ) {
    super(message);
  }
}

/** Where the platform answers, and as whom to ask. */
export interface PlatformAddress {
  /** The GraphQL address, `http://localhost:4000/graphql`. */
  url: string;
  token?: string;
}

interface GraphQLAnswer {
  data?: Record<string, unknown> | null;
  errors?: {
    message: string;
    path?: (string | number)[];
    extensions?: { code?: string; requestId?: string };
  }[];
}

/** Codes of failures that pass: a service or its database is away. */
const PASSING = new Set(['TEMPORARILY_UNAVAILABLE', 'SUBGRAPH_UNAVAILABLE']);

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;
const REQUEST_TIMEOUT_MS = 120_000;

/** A client of the platform's HTTP addresses. */
export class PlatformClient {
  private answered = false;

  /** @param patienceMs how long a lost connection is tried again, once the platform has answered at all */
  constructor(
    private readonly address: PlatformAddress,
    private readonly patienceMs = 60_000,
  ) {}

  /**
   * Sends an operation. A connection lost on the way, and an answer that the platform is not ready, are tried
   * again with growing pauses; so what is sent must be safe to send twice.
   * @returns `data`, and the messages of errors that cost only a part of it
   * @throws PlatformFailure when nothing answers, the token is refused, or the whole operation fails
   */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what its operation selects
  async request<Data>(
    query: string,
    variables: Record<string, unknown>,
  ): Promise<{ data: Data; errors: string[] }> {
    const answer = await this.insist(() => this.post(query, variables));
    const first = answer.errors?.[0];
    if (answer.data === null || answer.data === undefined || (first !== undefined && allNull(answer.data))) {
      const code = first?.extensions?.code ?? null;
      const requestId = first?.extensions?.requestId;
      const trail = [code, requestId === undefined ? null : `request ${requestId}`].filter(
        (part) => part !== null,
      );
      throw new PlatformFailure(
        `the platform answers: ${first?.message ?? 'nothing'}${trail.length > 0 ? ` (${trail.join(', ')})` : ''}`,
        code,
      );
    }
    const errors = (answer.errors ?? []).map(
      (error) => `${error.path === undefined ? '' : `${error.path.join('.')}: `}${error.message}`,
    );
    return { data: answer.data as Data, errors };
  }

  /** The platform's own account of its health. */
  async readiness(): Promise<{ status?: string; lagging?: number }> {
    const url = new URL('/health/ready', this.address.url);
    return this.insist(async () => {
      const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
      return (await response.json()) as { status?: string; lagging?: number };
    });
  }

  private async post(query: string, variables: Record<string, unknown>): Promise<GraphQLAnswer> {
    const { url, token } = this.address;
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    if (response.status === 401 || response.status === 403) {
      const reason = token === undefined ? 'no token was given' : 'the token is not accepted';
      throw new PlatformFailure(`${url}: ${reason}; "plimsoll token admin" prints one`, 'UNAUTHENTICATED');
    }
    if (response.status === 429 || response.status >= 502) throw new Unavailable(`HTTP ${response.status}`);
    const body = await response.text();
    let answer: GraphQLAnswer;
    try {
      answer = JSON.parse(body) as GraphQLAnswer;
    } catch {
      throw new PlatformFailure(
        `${url} answers with HTTP ${response.status} and no JSON: is it a platform's address?`,
      );
    }
    const passing = answer.errors?.find(({ extensions }) => PASSING.has(extensions?.code ?? ''));
    if (passing && (!answer.data || allNull(answer.data))) throw new Unavailable(passing.message);
    return answer;
  }

  private async insist<Result>(attempt: () => Promise<Result>): Promise<Result> {
    const giveUpAt = Date.now() + this.patienceMs;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        const result = await attempt();
        this.answered = true;
        return result;
      } catch (error) {
        if (error instanceof PlatformFailure) throw error;
        const unavailable = error instanceof Unavailable;
        if ((!this.answered && !unavailable) || Date.now() + pause > giveUpAt) {
          const reason = unavailable ? ` (${error.message})` : '';
          throw new PlatformFailure(
            `no platform answers at ${this.address.url}${reason}; start one with npm start, or name another with --url`,
            'UNREACHABLE',
          );
        }
        await sleep(pause);
      }
    }
  }
}

class Unavailable extends Error {}

function allNull(data: Record<string, unknown>): boolean {
  return Object.values(data).every((value) => value === null);
}

/** Resolves after so many milliseconds. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, milliseconds);
  });
}
