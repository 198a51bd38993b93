const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  BAD_REQUEST: 400,
  INVALID: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  SUBGRAPH_UNAVAILABLE: 503,
  TEMPORARILY_UNAVAILABLE: 503,
  REQUEST_TIMEOUT: 504,
};

/**
 * What a caller of an address beside GraphQL is told of a failure of what it asked the graph for; what nobody expected
 * is told by the request id alone.
 */
export function refusalOf(error: unknown): {
  message: string;
  status: number;
  code: string;
  headers: Record<string, string>;
} {
  const { message, extensions } = error as { message?: unknown; extensions?: Record<string, unknown> };
  const code = extensions?.['code'];
  const http = (extensions?.['http'] ?? {}) as { status?: number; headers?: Iterable<[string, string]> };
  const status = http.status ?? STATUS_OF_CODE[String(code)];
  if (typeof code !== 'string' || status === undefined) {
    return {
      message: 'Something went wrong; quote the request id of this answer when you report it.',
      status: 500,
      code: 'INTERNAL_SERVER_ERROR',
      headers: {},
    };
  }
  return { message: String(message), status, code, headers: Object.fromEntries(http.headers ?? []) };
}
