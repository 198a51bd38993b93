import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';

interface Page {
  html: Buffer;
  compressed: Buffer;
  etag: string;
  policy: string;
}

const DEFAULT_QUERY = `# Put your token into "Headers" below: {"authorization": "Bearer <token>"}
query Start {
  __typename
}
`;

let page: Promise<Page> | undefined;

/** Answers with the GraphiQL page: one self-contained file, so that it works without any network. */
export async function sendGraphiQL(request: Request, response: Response): Promise<void> {
  page ??= renderPage();
  const { html, compressed, etag, policy } = await page;
  response.set({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-cache',
    etag,
    vary: 'accept, accept-encoding',
  });
  if (request.headers['if-none-match'] === etag) {
    response.status(304).end();
  } else if (request.acceptsEncodings('gzip')) {
    response.set('content-encoding', 'gzip').end(compressed);
  } else {
    response.end(html);
  }
}

/** Loaded on first use: the page is several megabytes, and most processes are never asked for it. */
async function renderPage(): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'Plimsoll',
    defaultQuery: DEFAULT_QUERY,
    headers: '{"authorization": "Bearer "}',
    shouldPersistHeaders: false,
  });
  const bytes = Buffer.from(html);
  return {
    html: bytes,
    compressed: gzipSync(bytes),
    etag: `"${createHash('sha256').update(bytes).digest('base64url')}"`,
    policy: policyFor(html),
  };
}

/** Nothing but the page's own script runs, and it talks to this server alone. */
function policyFor(html: string): string {
  const hashes = [...html.matchAll(/<script>([\s\S]*?)<\/script/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
