import { convert } from 'html-to-text';
import { DomainError } from '@plimsoll/shared';

const LONGEST_HTML = 1_000_000;

/**
 * What an HTML body says as text: without styles, scripts and pictures, with the addresses of its links, its lines not
 * broken. Deeper than 200 levels, and beyond 10,000 children of one element, `…` stands for what is left out.
 *
 * @throws DomainError `MESSAGE_TOO_LARGE` beyond 1,000,000 characters
 */
export function textOfHtml(html: string): string {
  if (html.length > LONGEST_HTML) {
    throw new DomainError(
      'MESSAGE_TOO_LARGE',
      `An HTML body has at most ${LONGEST_HTML} characters; this one has ${html.length}.`,
      ['html'],
    );
  }
  return convert(html, {
    wordwrap: false,
    limits: { maxDepth: 200, maxChildNodes: 10_000, ellipsis: '…' },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
    ],
  });
}
