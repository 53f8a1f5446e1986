// How a link stands, in one badge, or with its cause, what to do, and the button that does it.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Badge } from '@mandato/ui/badge';
import { Banner, type Tone } from '@mandato/ui/banner';
import type { ReactNode } from 'react';
import { formatMoment } from '../words/moment.ts';
import { useWords, type Words } from '../words/words.tsx';

export function LinkStatusBadge({ link }: { link: LinkView }) {
  const words = useWords();
  const tone = toneOf[link.status.kind];
  return (
    <Badge tone={tone} icon={tone === 'success' ? 'shield-check' : 'shield-alert'}>
      {statusName(words, link)}
    </Badge>
  );
}

export interface LinkStatusBannerProps {
  link: LinkView;
  /** The button for what to do. */
  action?: ReactNode;
  /** Where nothing around it says which link it is. */
  isNamed?: boolean;
}

/** Cause, since when, and what to do. */
export function LinkStatusBanner({ link, action, isNamed = false }: LinkStatusBannerProps) {
  const words = useWords();
  const { text, locale } = words;
  const { status, frozenSince, pausedSince } = link;
  const name = statusName(words, link);
  const isPause = status.kind === 'paused' && pausedSince !== null;
  return (
    <Banner
      tone={toneOf[status.kind]}
      isStatic
      title={isNamed ? `${link.name}: ${name}` : name}
      action={action}
    >
      <p>{text(`link.status_${status.kind}_about`)}</p>
      {status.kind === 'permissions_missing' && status.missing.length > 0 ? (
        <p>{text('link.missing_list', { permissions: listOf(words, status.missing) })}</p>
      ) : null}
      {frozenSince === null ? null : (
        <p>{text('link.frozen_since', { date: formatMoment(locale, frozenSince) })}</p>
      )}
      {isPause ? <p>{text('link.paused_since', { date: formatMoment(locale, pausedSince) })}</p> : null}
      <p className="mt-1 font-medium">{text(`link.status_${status.kind}_remedy`)}</p>
    </Banner>
  );
}

/** The badge's words; a key that ends soon says in how many days. */
export function statusName({ text }: Words, { status }: LinkView): string {
  return status.kind === 'expires_soon'
    ? text('link.expires_in', { count: status.days })
    : text(`link.status_${status.kind}`);
}

export const toneOf: Record<LinkView['status']['kind'], Tone> = {
  connected: 'success',
  expires_soon: 'warning',
  expired: 'danger',
  permissions_missing: 'danger',
  withdrawal_enabled: 'danger',
  address_not_allowed: 'danger',
  unreachable: 'warning',
  invalid: 'danger',
  frozen: 'warning',
  paused: 'info',
};

function listOf(
  { text, locale }: Words,
  permissions: readonly LinkView['permissions'][number]['permission'][],
): string {
  const names = permissions.map((permission) => text(`permission.${permission}`));
  return new Intl.ListFormat(locale).format(names);
}
