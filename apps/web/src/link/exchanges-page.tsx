// The linked exchanges: how each stands, what its key may do and how that was shown, check again, remove.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Badge } from '@mandato/ui/badge';
import { Banner, type Tone } from '@mandato/ui/banner';
import { Button, buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { EmptyState } from '@mandato/ui/empty-state';
import { PageHeader } from '@mandato/ui/page-header';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { PageLink } from '../shell/page-link.tsx';
import { paths } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { UnlinkDialog } from './unlink-dialog.tsx';

export function ExchangesPage() {
  const { text } = useWords();
  const links = useQuery(queries.links.list.queryOptions());
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
  const { text, locale, refusal } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const exchange = text(`link.exchange_${link.exchange}`);
  const [isRemoving, setRemoving] = useState(false);
  const reaudit = useMutation(
    queries.links.reaudit.mutationOptions({
      onSuccess: async (checked) => {
        await client.invalidateQueries({ queryKey: queries.links.key() });
        say({ tone: toneOf[checked.status], text: text(`link.status_${checked.status}`) });
      },
    }),
  );
  return (
    <Card
      isItem
      title={link.name}
      description={`${exchange === link.name ? '' : `${exchange} · `}${text('link.key_ends', { hint: link.keyHint })}`}
      actions={
        <Badge tone={toneOf[link.status]} icon={link.status === 'active' ? 'shield-check' : 'shield-alert'}>
          {text(`link.status_${link.status}`)}
        </Badge>
      }
      footer={
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-soft text-sm">
            {text('link.linked_on', { date: formatMoment(locale, link.linkedAt) })} ·{' '}
            {text('link.checked_on', { date: formatMoment(locale, link.auditedAt) })}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button
              variant="secondary"
              size="small"
              icon="refresh"
              busy={reaudit.isPending}
              onClick={() => reaudit.mutate({ linkId: link.linkId })}
            >
              {text('link.check_again')}
            </Button>
            <Button variant="quiet" size="small" onClick={() => setRemoving(true)}>
              {text('link.unlink')}
            </Button>
          </div>
        </div>
      }
    >
      <p className="mb-2">{text(`link.status_${link.status}_about`)}</p>
      {reaudit.error === null ? null : (
        <Banner tone="danger" className="mb-3">
          {refusal(refusalOf(reaudit.error))}
        </Banner>
      )}
      <h3 className="mt-4 font-semibold">{text('permission.title')}</h3>
      <p className="text-soft text-sm">{text('permission.intro')}</p>
      <EvidenceList permissions={link.permissions} />
      <UnlinkDialog link={link} isOpen={isRemoving} onClose={() => setRemoving(false)} />
    </Card>
  );
}

const toneOf: Record<LinkView['status'], Tone> = {
  active: 'success',
  invalid: 'danger',
  permissions_missing: 'danger',
  withdrawal_enabled: 'danger',
  address_not_allowed: 'danger',
  unreachable: 'warning',
};
