// The linked exchanges: how each stands, why, and what to do about it.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Banner } from '@mandato/ui/banner';
import { buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { EmptyState } from '@mandato/ui/empty-state';
import { PageHeader } from '@mandato/ui/page-header';
import { useQuery } from '@tanstack/react-query';
import { useSignedIn } from '../session/signed-in.ts';
import { PageLink } from '../shell/page-link.tsx';
import { limitsPath, linkPath, paths } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import { linkListQuery } from './link-queries.ts';
import { LinkStatusBadge, LinkStatusBanner } from './link-status.tsx';
import { RemedyAction } from './remedy-action.tsx';

export function ExchangesPage() {
  const { text } = useWords();
  const links = useQuery(linkListQuery());
  usePageTitle(text('link.title'));
  return (
    <>
      <PageHeader
        title={text('link.title')}
        description={text('link.intro')}
        actions={
          <PageLink href={paths.newLink} className={buttonClass()}>
            {text('link.link_new')}
          </PageLink>
        }
      />
      <SecondFactorFirst />
      <Waiting query={links}>
        {(found) =>
          found.length === 0 ? (
            <Card>
              <EmptyState icon="link" title={text('link.empty')}>
                {text('common.never_funds')}
              </EmptyState>
            </Card>
          ) : (
            <div className="flex flex-col gap-6">
              {found.map((link) => (
                <LinkCard key={link.linkId} link={link} />
              ))}
            </div>
          )
        }
      </Waiting>
    </>
  );
}

/** No key is taken from an account that a password alone opens. */
export function SecondFactorFirst() {
  const { text } = useWords();
  const { hasSecondFactor } = useSignedIn();
  if (hasSecondFactor) return null;
  return (
    <Banner
      tone="warning"
      isStatic
      className="mb-6"
      action={
        <PageLink href={paths.profile} className={buttonClass({ variant: 'secondary', size: 'small' })}>
          {text('account.second_factor_turn_on')}
        </PageLink>
      }
    >
      {text('account.second_factor_needed_to_link')}
    </Banner>
  );
}

function LinkCard({ link }: { link: LinkView }) {
  const { text, locale } = useWords();
  const isWell = link.status.kind === 'connected';
  return (
    <Card
      isItem
      title={link.name}
      description={useLinkLine(link)}
      // The banner says it already.
      actions={isWell ? <LinkStatusBadge link={link} /> : undefined}
      footer={
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-soft text-sm">
            {text('link.checked_on', { date: formatMoment(locale, link.auditedAt) })}
          </p>
          <div className="flex flex-wrap gap-2">
            <PageLink
              href={limitsPath(link.linkId)}
              className={buttonClass({ variant: 'quiet', size: 'small' })}
            >
              {text('safety.limits_open')}
              <span className="sr-only"> {link.name}</span>
            </PageLink>
            <PageLink
              href={linkPath(link.linkId)}
              className={buttonClass({ variant: 'secondary', size: 'small' })}
            >
              {text('link.open')}
              <span className="sr-only"> {link.name}</span>
            </PageLink>
          </div>
        </div>
      }
    >
      {isWell ? (
        <p>{text('link.status_connected_about')}</p>
      ) : (
        <LinkStatusBanner link={link} action={<RemedyAction link={link} />} />
      )}
    </Card>
  );
}

/** Which exchange, and the end of the key. */
export function useLinkLine(link: LinkView): string {
  const { text } = useWords();
  const exchange = text(`link.exchange_${link.exchange}`);
  const key = text('link.key_ends', { hint: link.keyHint });
  return exchange === link.name ? key : `${exchange} · ${key}`;
}
