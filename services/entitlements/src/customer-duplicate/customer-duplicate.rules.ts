import { invalid } from '@plimsoll/shared';

/** Why two customers may be one, with how much each says; together at most 100. */
export const EVIDENCE_WEIGHTS = { SAME_NAME: 60, SIMILAR_NAME: 40, SAME_MAIL_DOMAIN: 30, SAME_PHONE: 30 };

/** One of {@link EVIDENCE_WEIGHTS}. */
export type EvidenceName = keyof typeof EVIDENCE_WEIGHTS;

/** What more customers than this have in common says nothing of two of them. */
export const MOST_SHARING = 20;

/** Mail domains that anybody may have an address at. */
export const PUBLIC_MAIL_DOMAINS = [
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'outlook.de',
  'hotmail.com',
  'hotmail.de',
  'hotmail.fr',
  'hotmail.co.uk',
  'live.com',
  'msn.com',
  'yahoo.com',
  'yahoo.de',
  'yahoo.fr',
  'yahoo.co.uk',
  'yahoo.co.jp',
  'ymail.com',
  'icloud.com',
  'me.com',
  'mac.com',
  'aol.com',
  'gmx.de',
  'gmx.net',
  'gmx.com',
  'gmx.at',
  'gmx.ch',
  'web.de',
  't-online.de',
  'freenet.de',
  'posteo.de',
  'mailbox.org',
  'arcor.de',
  'orange.fr',
  'wanadoo.fr',
  'free.fr',
  'laposte.net',
  'libero.it',
  'virgilio.it',
  'tiscali.it',
  'bluewin.ch',
  'btinternet.com',
  'proton.me',
  'protonmail.com',
  'pm.me',
  'tutanota.com',
  'fastmail.com',
  'hey.com',
  'zoho.com',
  'mail.com',
  'comcast.net',
  'verizon.net',
  'att.net',
  'mail.ru',
  'yandex.ru',
  'yandex.com',
  'qq.com',
  '163.com',
  '126.com',
  'sina.com',
  'naver.com',
  'hanmail.net',
  'rediffmail.com',
  'uol.com.br',
  'bol.com.br',
  'terra.com.br',
  'wp.pl',
  'o2.pl',
  'seznam.cz',
  'abv.bg',
  'ukr.net',
];

/**
 * How many pairs are asked for.
 *
 * @throws DomainError `INVALID` for less than 1 or more than 100
 */
export function checkFirst(first: number): number {
  if (first < 1 || first > 100) throw invalid('`first` is 1 to 100.', ['first']);
  return first;
}
