import * as fc from 'fast-check';
import {
  answeredOf,
  automaticKindOf,
  checkId,
  durationText,
  isOwn,
  keptSubject,
  keptText,
  ownReferences,
  receptionOf,
  rootOf,
  type Sender,
} from './intake.rules.js';
import { textOfHtml } from './message-text.js';

const TKT = 'tkt_01m815v8p8fq8r0p9cs5p7e675';
const TEV = 'tev_01m815v8p8fq8r0p9cs5p7e675';

describe('mail that no person wrote', () => {
  it.each([
    [{}, null],
    [{ 'auto-submitted': 'no' }, null],
    [{ 'auto-submitted': ' No ; x' }, null],
    [{ 'auto-submitted': 'auto-replied' }, 'AUTO_REPLY'],
    [{ 'auto-submitted': 'auto-generated; x=y' }, 'AUTO_REPLY'],
    [{ 'auto-submitted': 'auto-replied', 'return-path': '<>' }, 'AUTO_REPLY'],
    [{ 'return-path': '<>' }, 'BOUNCE'],
    [{ 'return-path': '<ada@example.com>' }, null],
    [{ 'content-type': 'multipart/report; report-type=delivery-status; boundary=x' }, 'BOUNCE'],
    [{ 'content-type': 'Multipart/Report; report-type=disposition-notification' }, 'AUTO_REPLY'],
    [{ 'content-type': 'multipart/mixed' }, null],
    [{ 'x-failed-recipients': 'a@b.c' }, 'BOUNCE'],
    [{ 'x-autoreply': 'yes' }, 'AUTO_REPLY'],
    [{ precedence: 'auto_reply' }, 'AUTO_REPLY'],
    [{ precedence: 'Bulk' }, 'BULK'],
    [{ precedence: 'list' }, null],
  ])('is told by its headers: %j', (headers, kind) => {
    expect(automaticKindOf(headers)).toBe(kind);
  });
});

describe('the thread of a message', () => {
  it('is named by tokens and by message ids of ours, nearest first', () => {
    const other = TKT.replace(/5$/, '6');
    const given = {
      messageId: '<m@x>',
      subject: `Re: [${TKT}] Printer`,
      inReplyTo: `<${TEV}.1@desk.example.com>`,
      references: [`<${other}@desk>`, '<a@x>', `<${TEV}.1@desk.example.com>`],
    };
    expect(ownReferences(given)).toEqual([TKT, TEV, other]);
    expect(
      ownReferences({ ...given, subject: `${TKT} without brackets`, inReplyTo: null, references: [] }),
    ).toEqual([]);
    expect(answeredOf(given)).toEqual([given.inReplyTo, '<a@x>', `<${other}@desk>`]);
    expect(rootOf(given)).toBe(`<${other}@desk>`);
    expect(rootOf({ ...given, references: [] })).toBe(given.inReplyTo);
    expect(rootOf({ ...given, references: [], inReplyTo: null })).toBe('<m@x>');
    expect([isOwn({ messageId: `<${TEV}@desk>` }), isOwn({ messageId: `<x${TEV}@desk>` })]).toEqual([
      true,
      false,
    ]);
  });
});

describe('an id of another system', () => {
  it('is short enough for an index', () => {
    expect(checkId(` ${'x'.repeat(1_000)} `, 'messageId', 1_000)).toHaveLength(1_000);
    for (const wrong of ['', ' ', 'x'.repeat(1_001), '☃'.repeat(400)]) {
      expect(() => checkId(wrong, 'messageId', 1_000)).toThrow(
        expect.objectContaining({ inputPath: ['messageId'] }),
      );
    }
  });
});

describe('the reception of a message', () => {
  const customers = fc.constantFrom('cus_a', 'cus_b');
  const senders = fc.array(
    customers.map((customerId): Sender => ({ customerId, contactId: `con_of_${customerId}` })),
    { maxLength: 3 },
  );
  const tickets = fc.option(fc.record({ customerId: fc.option(customers) }));

  it('shows nothing on the ticket of a customer but what its own contacts say', () => {
    fc.assert(
      fc.property(tickets, senders, (ticket, from) => {
        const { as, sender } = receptionOf(ticket, from);
        if (as !== 'REPLY' || ticket === null || ticket.customerId === null) return;
        expect(sender?.customerId).toBe(ticket.customerId);
        expect(from).toContainEqual(sender);
      }),
    );
  });

  it('loses no message, and takes nobody for one of several customers', () => {
    fc.assert(
      fc.property(tickets, senders, (ticket, from) => {
        const { as, sender, reason } = receptionOf(ticket, from);
        const distinct = new Set(from.map(({ customerId }) => customerId));
        const isOwnTicket = ticket?.customerId != null && distinct.has(ticket.customerId);
        if (!isOwnTicket && distinct.size > 1) expect(sender).toBeNull();
        if (!isOwnTicket && distinct.size === 1) expect(sender).not.toBeNull();
        if (ticket === null) expect(as).toBe('OPEN');
        if (ticket?.customerId === null || isOwnTicket) expect(as).toBe('REPLY');
        if (ticket?.customerId != null && from.length === 0) expect(as).toBe('NOTE');
        if (ticket?.customerId != null && from.length > 0 && !isOwnTicket) expect(as).toBe('OPEN');
        expect(reason === null).toBe(as === 'REPLY' || (as === 'OPEN' && ticket === null && sender !== null));
      }),
    );
  });
});

describe('the words of a message', () => {
  it('are kept without what no database keeps', () => {
    expect(keptText(' a\r\nb\rc\u0000 \uD83D \u{1F6A2} ', false)).toBe('a\nb\nc \uFFFD \u{1F6A2}');
    expect([keptText('  ', false), keptText('', true)]).toEqual([
      '(no text)',
      '(no text, attachments alone)',
    ]);
    expect(keptText('x'.repeat(100_000), false)).toHaveLength(100_000);
    expect(() => keptText('x'.repeat(100_001), false)).toThrow('has 100001');
  });

  it('have a subject of one line', () => {
    expect(keptSubject(` Re: [${TKT}]  Printer\n on fire `, 'text')).toBe('Re: Printer on fire');
    expect(keptSubject(`[${TKT}]`, '\n Hello  there\nmore')).toBe('Hello there');
    expect([keptSubject(null, ''), keptSubject(' ', '\n')]).toEqual(['(no subject)', '(no subject)']);
    expect(keptSubject('x'.repeat(301), '')).toBe(`${'x'.repeat(299)}…`);
    expect(keptSubject(`${'x'.repeat(298)}\u{1F6A2}yy`, '')).toBe(`${'x'.repeat(298)}…`);
    expect(keptSubject('x'.repeat(300), '')).toHaveLength(300);
  });

  it('are read out of HTML as text', () => {
    expect(
      textOfHtml(
        '<html><head><title>t</title><style>p{}</style></head><body><h1>Hi</h1><p>a &amp; b<br>c</p><ul><li>one</li></ul><img src="x" alt="y"><script>alert(1)</script><a href="https://x.example">here</a></body></html>',
      ),
    ).toBe('Hi\n\na & b\nc\n\n * one\n\nhere [https://x.example]');
    expect(textOfHtml('<p>open <b>and never closed')).toBe('open and never closed');
    expect(textOfHtml(`${'<div>'.repeat(3_000)}deep`)).toBe('…');
    expect(() => textOfHtml('x'.repeat(1_000_001))).toThrow('at most 1000000');
  });

  it('tell how long a call lasted', () => {
    expect([0, 59.6, 61, 3_600, 3_725].map(durationText)).toEqual([
      '0 s',
      '1 min',
      '1 min 1 s',
      '1 h',
      '1 h 2 min 5 s',
    ]);
  });
});
