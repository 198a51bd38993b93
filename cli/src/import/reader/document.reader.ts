import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { LineCounter, parseAllDocuments } from 'yaml';
import { ImportFailure } from '../import.errors.js';
import { decoderOf, readBytes, readText } from './bytes.js';
import { LONGEST_RECORD_BYTES, type OpenedFile, type ReadItem } from './record.js';

const MOST_ALIASES = 1000;

/**
 * Opens a file of one JSON object a line. A line that is no object is unreadable and spoils itself only.
 * @throws ImportFailure when the file cannot be read
 */
export function openNdjson(path: string, encoding = 'utf-8'): OpenedFile {
  return opened(ndjsonItems(path, encoding));
}

async function* ndjsonItems(path: string, encoding: string): AsyncGenerator<ReadItem> {
  const decode = decoderOf(encoding);
  let held = '';
  let line = 0;
  let skipping = false;
  for await (const chunk of readBytes(path, encoding)) {
    const lines = (held + chunk.toString('latin1')).split('\n');
    held = lines.pop() ?? '';
    for (const text of lines) {
      line += 1;
      if (skipping) skipping = false;
      else yield* ndjsonItem(decode(text), line);
    }
    if (held.length > LONGEST_RECORD_BYTES) {
      if (!skipping) {
        yield { kind: 'unreadable', line: line + 1, reason: `longer than ${LONGEST_RECORD_BYTES} bytes` };
      }
      skipping = true;
      held = '';
    }
  }
  if (!skipping && held !== '') yield* ndjsonItem(decode(held), line + 1);
}

function* ndjsonItem(text: string | null, line: number): Generator<ReadItem> {
  if (text === null) {
    yield { kind: 'unreadable', line, reason: 'the line holds bytes that are not valid text' };
    return;
  }
  if (text.trim() === '') return;
  const unreadable = (reason: string): ReadItem => ({ kind: 'unreadable', line, reason, cells: [text] });
  if (text.length > LONGEST_RECORD_BYTES) {
    yield { kind: 'unreadable', line, reason: `longer than ${LONGEST_RECORD_BYTES} bytes` };
    return;
  }
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    yield isObject ? { kind: 'record', line, value } : unreadable('the line is no JSON object');
  } catch (error) {
    yield unreadable(`the line is no JSON: ${(error as Error).message}`);
  }
}

/**
 * Opens a JSON document: an array stands for its elements, anything else for itself. Held in memory whole.
 * @throws ImportFailure when it is no JSON
 */
export async function openJson(path: string, encoding = 'utf-8'): Promise<OpenedFile> {
  const text = await wholeText(path, encoding);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ImportFailure(`${path} is no JSON: ${(error as Error).message}`);
  }
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return opened(each(values.map((item) => ({ kind: 'record', line: 1, value: item }))));
}

/**
 * Opens a YAML file of one or more documents, held in memory whole. A document with a fault is unreadable
 * and spoils itself only; an empty one counts for nothing.
 */
export async function openYaml(path: string, encoding = 'utf-8'): Promise<OpenedFile> {
  const text = await wholeText(path, encoding);
  const lines = new LineCounter();
  const items: ReadItem[] = [];
  for (const document of parseAllDocuments(text, { lineCounter: lines })) {
    const line = lines.linePos(document.contents?.range?.[0] ?? document.range?.[0] ?? 0).line;
    const fault = document.errors[0];
    if (fault !== undefined) {
      items.push({
        kind: 'unreadable',
        line: fault.linePos?.[0].line ?? line,
        reason: `no YAML: ${fault.message}`,
      });
      continue;
    }
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    if (value !== null && value !== undefined) items.push({ kind: 'record', line, value });
  }
  return opened(each(items));
}

/**
 * Opens an XML document, held in memory whole: elements by name, attributes with `@` before their name, the
 * text of an element that has attributes under `#text`; every value stays text.
 * @throws ImportFailure when it is not well-formed
 */
export async function openXml(path: string, encoding = 'utf-8'): Promise<OpenedFile> {
  const text = await wholeText(path, encoding);
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new ImportFailure(`${path} is no XML: line ${valid.err.line}: ${valid.err.msg}`);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    removeNSPrefix: false,
  });
  const value: unknown = parser.parse(text);
  return opened(each([{ kind: 'record', line: 1, value }]));
}

async function wholeText(path: string, encoding: string): Promise<string> {
  const text = await readText(path, encoding);
  if (text === null) throw new ImportFailure(`${path} is not valid ${encoding} text`);
  if (text.trim() === '') throw new ImportFailure(`${path} is empty`);
  return text;
}

function opened(items: AsyncGenerator<ReadItem>): OpenedFile {
  const close = async (): Promise<void> => {
    await items.return(undefined);
  };
  return { header: null, items, close };
}

async function* each(items: ReadItem[]): AsyncGenerator<ReadItem> {
  yield* items;
}
