import { csvLines } from './csv.rules.js';

describe('lines of CSV', () => {
  it('end in CR LF and quote what RFC 4180 asks for', () => {
    expect(csvLines([['a', 'b,c', 'say "so"', 'two\nlines', 'cr\rlf', null, undefined, 3, true]])).toBe(
      'a,"b,c","say ""so""","two\nlines","cr\rlf",,,3,1\r\n'.replace(',1\r\n', ',true\r\n'),
    );
    expect(csvLines([['Zürich', '東京']])).toBe('Zürich,東京\r\n');
  });

  it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', '\rx', '=HYPERLINK("http://x","y")'])(
    'keep %j from being run by a spreadsheet',
    (text) => {
      expect(csvLines([[text]])).toMatch(/^"?'/);
    },
  );

  it.each(['-1', '-12.50', '+7', '0', '1234567.89', -3])('leave the number %j as it is', (number) => {
    expect(csvLines([[number]])).toBe(`${number}\r\n`);
  });
});
