// One notice: what happened, what it means for the money and what to do, and the way to where that is done.
import { noticeText } from '@mandato/messages/notice-text';
import type { NoticeView } from '@mandato/server/api-contract/notice-contract';
import { Badge } from '@mandato/ui/badge';
import { toneClass } from '@mandato/ui/banner';
import { Icon } from '@mandato/ui/icon';
import { textLinkClass } from '@mandato/ui/text-link';
import { lookOf } from '../activity/activity-row.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { limitsPath, linkPath, paths, planPath } from '../shell/paths.ts';
import { browserZone, formatMoment } from '../words/moment.ts';
import { useWords, type Words } from '../words/words.tsx';

export function NoticeRow({ notice }: { notice: NoticeView }) {
  const words = useWords();
  const { text, locale } = words;
  const { code, details, at, isRead } = notice;
  const said = noticeText(locale, { code, details, zone: browserZone() });
  const { icon, tone } = lookOf[code];
  const place = placeOf(words, notice);
  return (
    <li className="flex gap-3 py-4 first:pt-0 last:pb-0">
      <span
        className={`flex size-9 shrink-0 items-center justify-center rounded-full ${tone === null ? 'bg-sunken text-soft' : toneClass[tone]}`}
      >
        <Icon name={icon} className="size-4.5" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          {said?.title ?? code}
          {isRead ? null : <Badge tone="accent">{text('notice.unread')}</Badge>}
        </p>
        {said === null || said.detail === null ? null : <p className="break-words">{said.detail}</p>}
        {said === null ? null : <p className="text-soft">{said.about}</p>}
        <p className="mt-1 flex flex-wrap gap-x-3 text-soft text-sm">
          <time dateTime={at}>{formatMoment(locale, at)}</time>
          <PageLink href={place.href} className={textLinkClass}>
            {place.label}
          </PageLink>
        </p>
      </div>
    </li>
  );
}

/** Where a person can do something about it. */
function placeOf({ text }: Words, notice: NoticeView): { href: string; label: string } {
  const { code, planId, linkId } = notice;
  if (planId !== null) return { href: planPath(planId), label: text('activity.to_plan') };
  if (linkId === null) return { href: paths.profile, label: text('notice.to_profile') };
  if (code === 'link_removed') return { href: paths.exchanges, label: text('common.exchanges') };
  if (code === 'limits_loosening_asked') return { href: limitsPath(linkId), label: text('notice.to_limits') };
  return { href: linkPath(linkId), label: text('activity.to_link') };
}
