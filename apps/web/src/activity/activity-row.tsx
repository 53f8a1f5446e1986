// One line of the activity list: what happened, the particulars, when, and the way to its plan.
import { activityDetail } from '@mandato/messages/activity-detail';
import type { ActivityView } from '@mandato/server/api-contract/activity-contract';
import { type Tone, toneClass } from '@mandato/ui/banner';
import { Icon, type IconName } from '@mandato/ui/icon';
import { textLinkClass } from '@mandato/ui/text-link';
import { PageLink } from '../shell/page-link.tsx';
import { linkPath, paths, planPath } from '../shell/paths.ts';
import { browserZone, formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';

export function ActivityRow({ activity }: { activity: ActivityView }) {
  const { text, locale } = useWords();
  const { code, details, planId, at } = activity;
  const detail = activityDetail(locale, { code, details, zone: browserZone() });
  const { icon, tone } = lookOf[code];
  return (
    <li className="flex gap-3 py-3.5 first:pt-0 last:pb-0">
      <span
        className={`flex size-9 shrink-0 items-center justify-center rounded-full ${tone === null ? 'bg-sunken text-soft' : toneClass[tone]}`}
      >
        <Icon name={icon} className="size-4.5" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-medium">{text(`activity.${code}`)}</p>
        {detail === null ? null : <p>{detail}</p>}
        <p className="flex flex-wrap gap-x-3 text-soft text-sm">
          <time dateTime={at}>{formatMoment(locale, at)}</time>
          {planId === null ? null : (
            <PageLink href={planPath(planId)} className={textLinkClass}>
              {text('activity.to_plan')}
            </PageLink>
          )}
          {planId === null && activity.linkId !== null ? (
            <PageLink
              href={code === 'link_removed' ? paths.exchanges : linkPath(activity.linkId)}
              className={textLinkClass}
            >
              {text(code === 'link_removed' ? 'common.exchanges' : 'activity.to_link')}
            </PageLink>
          ) : null}
        </p>
      </div>
    </li>
  );
}

/** Icon and colour of each kind of line; notices look the same. */
export const lookOf: Record<ActivityView['code'], { icon: IconName; tone: Tone | null }> = {
  account_created: { icon: 'user', tone: null },
  signed_in: { icon: 'log-in', tone: null },
  signed_in_new_device: { icon: 'log-in', tone: 'warning' },
  password_changed: { icon: 'lock', tone: null },
  data_exported: { icon: 'lock', tone: null },
  notices_changed: { icon: 'bell', tone: 'warning' },
  passkey_added: { icon: 'lock', tone: null },
  passkey_removed: { icon: 'lock', tone: null },
  passkey_suspect: { icon: 'shield-alert', tone: 'danger' },
  password_reset: { icon: 'lock', tone: 'warning' },
  sessions_ended: { icon: 'lock', tone: null },
  second_factor_turned_on: { icon: 'shield-check', tone: 'success' },
  second_factor_turned_off: { icon: 'shield-alert', tone: 'warning' },
  recovery_codes_made: { icon: 'shield-check', tone: null },
  recovery_code_used: { icon: 'shield-alert', tone: 'warning' },
  trail_exported: { icon: 'info', tone: null },
  link_created: { icon: 'link', tone: 'success' },
  link_refused: { icon: 'shield-alert', tone: 'danger' },
  link_removed: { icon: 'unlink', tone: null },
  link_key_replaced: { icon: 'key', tone: 'success' },
  link_renamed: { icon: 'pencil', tone: null },
  link_paused: { icon: 'pause', tone: null },
  link_resumed: { icon: 'play', tone: 'info' },
  link_frozen: { icon: 'shield-alert', tone: 'danger' },
  link_released: { icon: 'shield-check', tone: 'success' },
  link_worsened: { icon: 'shield-alert', tone: 'danger' },
  link_recovered: { icon: 'shield-check', tone: 'success' },
  link_expiry_stated: { icon: 'clock', tone: null },
  link_expires_soon: { icon: 'clock', tone: 'warning' },
  link_expired: { icon: 'shield-alert', tone: 'danger' },
  plan_created: { icon: 'calendar', tone: 'info' },
  plan_paused: { icon: 'pause', tone: null },
  plan_resumed: { icon: 'play', tone: 'info' },
  plan_stopped: { icon: 'stop', tone: null },
  plan_amount_changed: { icon: 'calendar', tone: null },
  buying_stopped: { icon: 'stop', tone: 'danger' },
  buying_started: { icon: 'play', tone: null },
  limits_tightened: { icon: 'shield-check', tone: null },
  limits_loosening_asked: { icon: 'shield-alert', tone: 'warning' },
  limits_loosening_withdrawn: { icon: 'shield-check', tone: null },
  order_cancel_asked: { icon: 'stop', tone: 'warning' },
  order_looked_for_again: { icon: 'search', tone: null },
  order_closed: { icon: 'minus', tone: null },
  order_recorded: { icon: 'pencil', tone: 'info' },
  order_done: { icon: 'check', tone: 'success' },
  order_skipped: { icon: 'minus', tone: 'warning' },
  order_being_confirmed: { icon: 'help', tone: 'warning' },
  order_held: { icon: 'alert', tone: 'danger' },
  order_late: { icon: 'warning', tone: 'warning' },
  slot_missed: { icon: 'clock', tone: 'warning' },
};
