import { ImportFailure } from '../import.errors.js';
import { decoderOf, readBytes } from './bytes.js';
import { LONGEST_RECORD_BYTES, type OpenedFile, type ReadItem, type UnreadableRecord } from './record.js';

/** How a CSV file deviates from RFC 4180 in UTF-8. */
export interface CsvOptions {
  /** Name of the encoding as TextDecoder knows it (default `utf-8`). */
  encoding?: string;
  /** One ASCII character (default comma). */
  delimiter?: string;
}

/** One row as Latin-1 text, before its bytes are read in the file's encoding. */
interface RawRow {
  line: number;
  cells: string[];
  fault?: string;
}

/**
 * Opens a CSV file and reads its header. Rows are parsed from Latin-1 text, in which every byte is one
 * character: separators, quotes and line ends are ASCII in every accepted encoding, so a cell of invalid
 * bytes is found by itself and spoils its own row only. After a faulty quote the next physical line begins
 * a new row: general CSV parsers either stop there or swallow the rest of the file.
 * @throws ImportFailure when the file is empty or its header cannot be read
 */
export async function openCsv(path: string, options: CsvOptions = {}): Promise<OpenedFile> {
  const decode = decoderOf(options.encoding ?? 'utf-8');
  const rows = scanRows(readBytes(path, options.encoding), options.delimiter ?? ',');
  const first = await rows.next();
  if (first.done === true) throw new ImportFailure(`${path} is empty: it has no header row`);
  const names = first.value.cells.map((cell) => decode(cell)?.trim());
  if (first.value.fault !== undefined || names.includes(undefined)) {
    await rows.return(undefined);
    throw new ImportFailure(`${path}: the header row is ${first.value.fault ?? 'not valid text'}`);
  }
  const header = distinctNames(names as string[]);
  const close = async (): Promise<void> => {
    await rows.return(undefined);
  };
  return { header, items: toItems(rows, header, decode), close };
}

/** A repeated column name gets `#2`, `#3` …, so that each column can be named. */
function distinctNames(names: string[]): string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  });
}

async function* toItems(
  rows: AsyncIterable<RawRow>,
  header: readonly string[],
  decode: (latin1: string) => string | null,
): AsyncGenerator<ReadItem> {
  for await (const row of rows) {
    const unreadable = (reason: string, column?: string): UnreadableRecord => ({
      kind: 'unreadable',
      line: row.line,
      reason,
      cells: row.cells.map((cell) => decode(cell) ?? Buffer.from(cell, 'latin1').toString('utf8')),
      ...(column === undefined ? {} : { column }),
    });
    if (row.fault !== undefined) {
      yield unreadable(row.fault);
      continue;
    }
    if (row.cells.length !== header.length) {
      yield unreadable(`the row has ${row.cells.length} values, the header ${header.length}`);
      continue;
    }
    const value: Record<string, string> = {};
    let invalid: string | null = null;
    const cells: string[] = [];
    for (const [index, name] of header.entries()) {
      const text = decode(row.cells[index] ?? '');
      if (text === null || text.includes('\0')) {
        invalid = name;
        break;
      }
      cells.push(text);
      value[name] = text;
    }
    if (invalid === null) yield { kind: 'record', line: row.line, value, cells };
    else yield unreadable('the value holds bytes that are not valid text', invalid);
  }
}

/** A position in the text that is held, with the state needed to read on. */
interface Scan {
  text: string;
  position: number;
  line: number;
}

async function* scanRows(chunks: AsyncIterable<Buffer>, delimiter: string): AsyncGenerator<RawRow> {
  const scan: Scan = { text: '', position: 0, line: 1 };
  let skipping = false;
  for await (const chunk of chunks) {
    scan.text = scan.text.slice(scan.position) + chunk.toString('latin1');
    scan.position = 0;
    if (skipping) skipping = !skipLine(scan);
    if (skipping) continue;
    yield* rowsOf(scan, delimiter, false);
    if (scan.text.length - scan.position > LONGEST_RECORD_BYTES) {
      yield { line: scan.line, cells: [], fault: `longer than ${LONGEST_RECORD_BYTES} bytes` };
      skipping = !skipLine(scan);
      if (!skipping) yield* rowsOf(scan, delimiter, false);
    }
  }
  if (!skipping) yield* rowsOf(scan, delimiter, true);
}

/** Moves past the end of the line; false when the held text ends before it. */
function skipLine(scan: Scan): boolean {
  const end = scan.text.indexOf('\n', scan.position);
  if (end < 0) {
    scan.position = scan.text.length;
    return false;
  }
  scan.position = end + 1;
  scan.line += 1;
  return true;
}

/** Every row that is complete in the held text; with `atEnd`, the last one too. */
function* rowsOf(scan: Scan, delimiter: string, atEnd: boolean): Generator<RawRow> {
  let nextQuote = -2;
  while (scan.position < scan.text.length) {
    const start = scan.position;
    const newline = scan.text.indexOf('\n', start);
    if (newline < 0 && !atEnd) return;
    const lineEnd = newline < 0 ? scan.text.length : newline;
    if (nextQuote !== -1 && nextQuote < start) nextQuote = scan.text.indexOf('"', start);
    const line = scan.line;
    if (lineEnd - start > LONGEST_RECORD_BYTES) {
      skipLine(scan);
      yield { line, cells: [], fault: `longer than ${LONGEST_RECORD_BYTES} bytes` };
      continue;
    }
    const firstLine = scan.text.slice(start, lineEnd).replace(/\r$/, '');
    if (nextQuote === -1 || nextQuote >= lineEnd) {
      skipLine(scan);
      if (firstLine !== '') yield { line, cells: firstLine.split(delimiter) };
      continue;
    }
    const quoted = quotedRow(scan.text, start, delimiter, atEnd);
    if (quoted === 'incomplete') {
      if (scan.text.length - start <= LONGEST_RECORD_BYTES) return;
      skipLine(scan);
      yield { line, cells: [firstLine], fault: 'a quote is opened and not closed' };
    } else if (typeof quoted === 'string') {
      skipLine(scan);
      yield { line, cells: [firstLine], fault: quoted };
    } else {
      scan.position = quoted.end;
      scan.line += quoted.lines;
      yield { line, cells: quoted.cells };
    }
  }
}

/** A row that holds quotes: its cells and where it ends, `incomplete`, or what is wrong with it. */
function quotedRow(
  text: string,
  start: number,
  delimiter: string,
  atEnd: boolean,
): { cells: string[]; end: number; lines: number } | string {
  const cells: string[] = [];
  let lines = 0;
  let at = start;
  for (;;) {
    let cell = '';
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        const quote = text.indexOf('"', at);
        if (quote < 0) return atEnd ? 'a quote is opened and not closed' : 'incomplete';
        cell += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at += 1;
      }
      if (at >= text.length && !atEnd) return 'incomplete';
      for (const character of cell) if (character === '\n') lines += 1;
      if (text[at] === '\r' && (text[at + 1] === '\n' || at + 1 >= text.length)) at += 1;
      if (at >= text.length && !atEnd) return 'incomplete';
      if (at < text.length && text[at] !== delimiter && text[at] !== '\n')
        return 'text follows a closing quote';
    } else {
      let end = at;
      while (end < text.length && text[end] !== delimiter && text[end] !== '\n') {
        if (text[end] === '"') return 'a quote stands inside an unquoted value';
        end += 1;
      }
      if (end >= text.length && !atEnd) return 'incomplete';
      cell = text.slice(at, end);
      if (text[end] !== delimiter) cell = cell.replace(/\r$/, '');
      at = end;
    }
    cells.push(cell);
    if (at >= text.length || text[at] === '\n')
      return { cells, end: Math.min(at + 1, text.length), lines: lines + 1 };
    at += 1;
    // A delimiter at the very end of the file is followed by one empty cell.
    if (at >= text.length) {
      if (!atEnd) return 'incomplete';
      cells.push('');
      return { cells, end: at, lines: lines + 1 };
    }
  }
}
