import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { ImportFailure } from '../import.errors.js';

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The bytes of a file, unpacked when they are gzip (told by the first two bytes, not by the name), without a
 * UTF-8 byte-order mark. UTF-16 is turned into UTF-8 so that every reader can work on bytes in which line
 * ends and separators are single ASCII bytes.
 * @throws ImportFailure when the file cannot be read or is damaged
 */
export async function* readBytes(path: string, encoding = 'utf-8'): AsyncGenerator<Buffer> {
  let first = true;
  try {
    for await (const chunk of transcode(unpack(path), encoding)) {
      const bytes = first && chunk.subarray(0, 3).equals(UTF8_BOM) ? chunk.subarray(3) : chunk;
      if (chunk.length >= 3 || !first) first = false;
      if (bytes.length > 0) yield bytes;
    }
  } catch (error) {
    throw new ImportFailure(`${path} cannot be read: ${(error as Error).message}`);
  }
}

async function* unpack(path: string): AsyncGenerator<Buffer> {
  const head = await firstBytes(path);
  const raw = createReadStream(path, { highWaterMark: 256 * 1024 });
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* raw as AsyncIterable<Buffer>;
    return;
  }
  const gunzip = createGunzip();
  raw.on('error', (error) => gunzip.destroy(error));
  raw.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } finally {
    raw.destroy();
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  for await (const chunk of createReadStream(path, { start: 0, end: 1 })) return chunk as Buffer;
  return Buffer.alloc(0);
}

async function* transcode(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  if (!/^utf-?16/i.test(encoding)) {
    yield* chunks;
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
  yield Buffer.from(decoder.decode(), 'utf8');
}

/**
 * Turns bytes that were held as Latin-1 text into the text they are in `encoding`, or null when they are
 * not valid in it. ASCII, by far the most frequent, costs one scan.
 */
export function decoderOf(encoding: string): (latin1: string) => string | null {
  const decoder = new TextDecoder(/^utf-?16/i.test(encoding) ? 'utf-8' : encoding, {
    fatal: true,
    ignoreBOM: true,
  });
  // oxlint-disable-next-line no-control-regex -- the range is the definition of ASCII
  const beyondAscii = /[^\x00-\x7f]/;
  return (latin1) => {
    if (!beyondAscii.test(latin1)) return latin1;
    try {
      return decoder.decode(Buffer.from(latin1, 'latin1'));
    } catch {
      return null;
    }
  };
}

/** The whole file as text, or null when it is not valid in `encoding`. */
export async function readText(path: string, encoding = 'utf-8'): Promise<string | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of readBytes(path, encoding)) chunks.push(chunk);
  return decoderOf(encoding)(Buffer.concat(chunks).toString('latin1'));
}
