import { randomBytes } from 'node:crypto';
import {
  authorize,
  authorOf,
  checkText,
  checkTimeZone,
  createOnce,
  DomainError,
  invalid,
  type RequestContext,
} from '@plimsoll/shared';
import type { ReportPost } from '../report-delivery/index.js';
import { checkLocale, checkRecipients, checkTiming } from './report-schedule.rules.js';
import { reportScheduleRecords, type ReportScheduleRecord } from './report-schedule.store.js';
import type { ScheduleReportInput, UpdateReportScheduleInput } from './report-schedule.types.js';

/** Who has reports sent: they leave the platform, and row scope behind. */
const ROLES = ['admin', 'manager', 'executive'] as const;

/**
 * Has a report sent from now on, once for its idempotency key. Roles: admin, manager, executive.
 *
 * @throws DomainError `INVALID` naming the field, `MAIL_NOT_CONFIGURED`
 */
export function scheduleReport(
  context: RequestContext,
  input: ScheduleReportInput,
  post: ReportPost,
): Promise<ReportScheduleRecord> {
  authorize(context, ...ROLES);
  return createOnce(context, reportScheduleRecords, {
    prefix: 'rps',
    mutation: 'scheduleReport',
    input,
    values: () => {
      const { frequency, sendDay, sendHour } = input;
      const timing = { frequency, sendDay, sendHour, timeZone: checkTimeZone(input.timeZone, 'timeZone') };
      const webhookUrl = input.webhookUrl == null ? null : checkUrl(input.webhookUrl, post);
      return {
        name: checkText(input.name, 'name'),
        report: input.report,
        ...checkTiming(timing),
        locale: checkLocale(input.locale),
        ...readers(input.recipients ?? [], webhookUrl, post),
        webhookSecret: webhookUrl === null ? null : newSecret(),
        ownerId: context.principal.personId ?? null,
        active: true,
        activeSince: context.now,
      };
    },
  });
}

/**
 * Changes a schedule, stops it or takes it up again; what came due meanwhile is not sent. Roles: admin, manager,
 * executive.
 *
 * @throws DomainError `INVALID` naming the field, `MAIL_NOT_CONFIGURED`, `NOT_FOUND`, `CONFLICT`
 */
export function updateReportSchedule(
  context: RequestContext,
  input: UpdateReportScheduleInput,
  post: ReportPost,
): Promise<ReportScheduleRecord> {
  authorize(context, ...ROLES);
  return context.session.transaction((tx) =>
    reportScheduleRecords.update(tx, authorOf(context), input.id, input.expectedVersion, (current) => {
      const timing = checkTiming({
        frequency: input.frequency ?? current.frequency,
        sendDay: input.sendDay ?? current.sendDay,
        sendHour: input.sendHour ?? current.sendHour,
        timeZone: input.timeZone == null ? current.timeZone : checkTimeZone(input.timeZone, 'timeZone'),
      });
      const webhookUrl =
        input.webhookUrl == null
          ? input.webhookUrl === undefined
            ? current.webhookUrl
            : null
          : checkUrl(input.webhookUrl, post);
      const active = input.active ?? current.active;
      const begins = active && (!current.active || isMoved(timing, current));
      return {
        ...timing,
        ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
        ...(input.locale == null ? {} : { locale: checkLocale(input.locale) }),
        ...readers(input.recipients ?? current.recipients, webhookUrl, post),
        // Who reads at another address is told another secret.
        webhookSecret:
          webhookUrl === null
            ? null
            : webhookUrl === current.webhookUrl
              ? current.webhookSecret
              : newSecret(),
        active,
        ...(begins ? { activeSince: context.now } : {}),
      };
    }),
  );
}

type Timed = Pick<ReportScheduleRecord, 'frequency' | 'sendDay' | 'sendHour' | 'timeZone'>;

function isMoved(timing: Timed, current: Timed): boolean {
  return (['frequency', 'sendDay', 'sendHour', 'timeZone'] as const).some(
    (field) => timing[field] !== current[field],
  );
}

function readers(recipients: readonly string[], webhookUrl: string | null, post: ReportPost) {
  const checked = checkRecipients(recipients);
  if (checked.length === 0 && webhookUrl === null) {
    throw invalid('A report is sent to mail addresses, to a webhook, or to both.', ['recipients']);
  }
  if (checked.length > 0 && !post.canMail) {
    throw new DomainError(
      'MAIL_NOT_CONFIGURED',
      'No mail server is configured: the operator of the platform sets SMTP_URL and MAIL_FROM.',
      ['recipients'],
    );
  }
  return { recipients: checked, webhookUrl };
}

function checkUrl(text: string, post: ReportPost): string {
  const url = URL.parse(text);
  const secure = url?.protocol === 'https:' || (post.allowsPrivate && url?.protocol === 'http:');
  if (!url || !secure || url.username !== '' || url.password !== '' || text.length > 2_000) {
    throw invalid('`webhookUrl` is an https:// URL without user and password.', ['webhookUrl']);
  }
  return url.href;
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
