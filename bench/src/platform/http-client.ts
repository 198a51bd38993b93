import { Agent, request } from 'node:http';

/** Speaks to a gateway over one connection that is kept. */
export class HttpClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** The text of the answer to an operation. @throws Error for another status than 200 */
  ask(query: string, variables: Record<string, unknown>): Promise<string> {
    const body = Buffer.from(JSON.stringify({ query, variables }));
    return new Promise((resolve, reject) => {
      const sent = request(
        this.url,
        {
          method: 'POST',
          agent: this.#agent,
          headers: {
            'content-type': 'application/json',
            'content-length': body.length,
            authorization: `Bearer ${this.token}`,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', reject);
          response.once('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            if (response.statusCode === 200) resolve(text);
            else reject(new Error(`status ${response.statusCode}: ${text.slice(0, 1000)}`));
          });
        },
      );
      sent.once('error', reject);
      sent.end(body);
    });
  }

  /** The data of the answer. @throws Error where the answer has errors */
  async data<Data>(query: string, variables: Record<string, unknown>): Promise<Data> {
    const answer = JSON.parse(await this.ask(query, variables)) as { data: Data; errors?: unknown };
    if (answer.errors) throw new Error(JSON.stringify(answer.errors).slice(0, 2000));
    return answer.data;
  }

  close(): void {
    this.#agent.destroy();
  }
}
