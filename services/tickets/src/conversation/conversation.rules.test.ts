import * as fc from 'fast-check';
import { TicketStatus } from '../ticket/index.js';
import {
  checkAttachments,
  checkMentions,
  effectOfReply,
  mentionedIn,
  requireEditable,
  requireRedactable,
  type RepliedTicket,
} from './conversation.rules.js';

const DAY = 86_400_000;
const PER = 'per_01m815v8p8fq8r0p9cs5p7e675';
const CON = 'con_01m815v8p8fq8r0p9cs5p7e675';

describe('what a reply of the customer does', () => {
  const statuses = fc.constantFrom(...Object.values(TicketStatus));
  const ages = fc.integer({ min: 0, max: 40 * DAY });
  const policies = fc.record({
    reopenDays: fc.constantFrom(0, 1, 14, 30),
    closedReply: fc.constantFrom<'FOLLOW_UP' | 'REOPEN'>('FOLLOW_UP', 'REOPEN'),
  });

  it('takes up again what was resolved within the bound, and nothing else', () => {
    fc.assert(
      fc.property(statuses, ages, policies, fc.boolean(), (status, age, policy, isKnown) => {
        const now = new Date(1_800_000_000_000);
        const doneAt = new Date(now.getTime() - age);
        const ticket: RepliedTicket = {
          status,
          resolvedAt: isKnown ? doneAt : null,
          closedAt: isKnown ? now : doneAt,
          touchedAt: now,
        };
        const isDone = status === 'RESOLVED' || status === 'CLOSED';
        const mayReopen =
          age < policy.reopenDays * DAY && (status === 'RESOLVED' || policy.closedReply === 'REOPEN');
        const expected = isDone
          ? mayReopen
            ? 'REOPENED'
            : 'FOLLOWED_UP'
          : status === 'WAITING_ON_CUSTOMER'
            ? 'RESUMED'
            : 'APPENDED';
        expect(effectOfReply(ticket, policy, now)).toBe(expected);
      }),
    );
  });

  it('counts an end that nobody told from when something last happened', () => {
    const touchedAt = new Date(0);
    const ticket = { status: TicketStatus.RESOLVED, resolvedAt: null, closedAt: null, touchedAt };
    const policy = { reopenDays: 1, closedReply: 'FOLLOW_UP' } as const;
    expect(effectOfReply(ticket, policy, new Date(DAY - 1))).toBe('REOPENED');
    expect(effectOfReply(ticket, policy, new Date(DAY))).toBe('FOLLOWED_UP');
  });
});

describe('an attachment', () => {
  const file = { name: 'a.txt', mediaType: 'text/plain', url: 'https://files.example.com/a.txt' };

  it('is kept in one spelling', () => {
    expect(
      checkAttachments([
        {
          name: ' Größe ☃.PDF ',
          mediaType: ' Application/PDF',
          bytes: 0,
          sha256: 'AB'.repeat(32),
          url: 'HTTPS://X.example/a b',
        },
        file,
      ]),
    ).toEqual([
      {
        name: 'Größe ☃.PDF',
        mediaType: 'application/pdf',
        bytes: 0,
        sha256: 'ab'.repeat(32),
        url: 'https://x.example/a%20b',
      },
      { ...file, bytes: null, sha256: null },
    ]);
  });

  it.each([
    ['name', { name: '' }],
    ['name', { name: 'a/b' }],
    ['name', { name: 'a\\b' }],
    ['name', { name: 'a\u0000b' }],
    ['name', { name: 'a\uD800' }],
    ['name', { name: 'x'.repeat(256) }],
    ['mediaType', { mediaType: 'png' }],
    ['mediaType', { mediaType: 'text/plain; charset=utf-8' }],
    ['bytes', { bytes: -1 }],
    ['bytes', { bytes: 1.5 }],
    ['bytes', { bytes: 11 * 1024 ** 3 }],
    ['sha256', { sha256: 'xy' }],
    ['url', { url: 'http://files.example.com' }],
    ['url', { url: 'ftp://files.example.com' }],
    ['url', { url: 'https://user:pw@files.example.com' }],
    ['url', { url: 'no address' }],
    ['url', { url: `https://x.example/${'x'.repeat(2_000)}` }],
  ])('is refused for its %s: %j', (field, change) => {
    expect(() => checkAttachments([file, { ...file, ...change }])).toThrow(
      expect.objectContaining({ inputPath: ['attachments', '1', field] }),
    );
  });
});

describe('mentions', () => {
  it('are whole identifiers of people and contacts, each once', () => {
    expect(mentionedIn(`@${PER}, (@${CON}) @${PER}. tkt @per_1 ${PER} @${PER.replace(/5$/, '6')}x`)).toEqual([
      PER,
      CON,
    ]);
    expect(checkMentions(`@${PER}`, [CON, PER])).toEqual([CON, PER]);
    const many = Array.from({ length: 51 }, (_, index) => `con_${index}`);
    expect(() => checkMentions('', many)).toThrow('at most 50');
  });
});

describe('a message', () => {
  const note = { type: 'NOTED', actorId: PER, redactedAt: null };

  it('is edited by its author, where it is a note', () => {
    expect(() => requireEditable(note, PER)).not.toThrow();
    expect(() => requireEditable(note, CON)).toThrow('by whoever wrote it');
    expect(() => requireEditable({ ...note, type: 'REPLIED' }, PER)).toThrow('Only a note');
    expect(() => requireEditable({ ...note, redactedAt: new Date() }, PER)).toThrow('redacted already');
  });

  it('is redacted by its author, an admin or a manager', () => {
    for (const type of ['NOTED', 'REPLIED']) {
      expect(() => requireRedactable({ ...note, type }, PER, false)).not.toThrow();
      expect(() => requireRedactable({ ...note, type }, CON, true)).not.toThrow();
      expect(() => requireRedactable({ ...note, type }, CON, false)).toThrow('an admin or a manager');
    }
    expect(() => requireRedactable({ ...note, type: 'OPENED' }, PER, true)).toThrow('Only notes and replies');
    expect(() => requireRedactable({ ...note, redactedAt: new Date() }, PER, true)).toThrow('already');
  });
});
