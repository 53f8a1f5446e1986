// One link: how it stands and what helps, what its key may do with the evidence, and what can be done with it.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Button, buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { DefinitionList } from '@mandato/ui/definition-list';
import { PageHeader } from '@mandato/ui/page-header';
import { textLinkClass } from '@mandato/ui/text-link';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { NotFoundPage } from '../shell/lost-page.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { paths, replaceKeyPath } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import { CheckAgainButton } from './check-again-button.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { useLinkLine } from './exchanges-page.tsx';
import { ExpiryDialog } from './expiry-dialog.tsx';
import { LeakCard } from './leak-card.tsx';
import { linkQuery } from './link-queries.ts';
import { LinkStatusBadge, LinkStatusBanner } from './link-status.tsx';
import { OutgoingAddress } from './outgoing-address.tsx';
import { PauseDialog } from './pause-dialog.tsx';
import { RemedyAction } from './remedy-action.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { UnlinkDialog } from './unlink-dialog.tsx';

export function LinkPage() {
  const { linkId = '' }: { linkId?: string } = useParams({ strict: false });
  const link = useQuery(linkQuery(linkId));
  return (
    <Waiting query={link}>
      {(found) => (found === null ? <NotFoundPage /> : <LinkDetails link={found} />)}
    </Waiting>
  );
}

/** The way back to the list of links. */
export function BackToExchanges() {
  const { text } = useWords();
  return (
    <PageLink href={paths.exchanges} className={textLinkClass}>
      {text('link.title')}
    </PageLink>
  );
}

function LinkDetails({ link }: { link: LinkView }) {
  const { text } = useWords();
  usePageTitle(link.name);
  return (
    <>
      <PageHeader
        back={<BackToExchanges />}
        title={link.name}
        description={useLinkLine(link)}
        actions={<LinkStatusBadge link={link} />}
      />
      <div className="flex flex-col gap-6">
        <LinkStatusBanner link={link} action={<RemedyAction link={link} />} />
        <Card title={text('link.facts')} actions={<CheckAgain link={link} />}>
          <KeyFacts link={link} />
          <LinkActions link={link} />
        </Card>
        <Card title={text('permission.title')} description={text('permission.intro')}>
          <EvidenceList permissions={link.permissions} attestedAt={link.attestedAt} />
          <p className="mt-4 border-line border-t pt-4 text-soft text-sm">{text('link.checks_about')}</p>
        </Card>
        <LeakCard leak={link.leak} />
        <Card>
          <OutgoingAddress exchange={link.exchange} />
        </Card>
      </div>
    </>
  );
}

/** Only where the banner does not offer it already. */
function CheckAgain({ link }: { link: LinkView }) {
  const isOffered = link.remedy === 'replace_key' || link.remedy === 'change_at_exchange';
  return isOffered ? null : <CheckAgainButton link={link} />;
}

function KeyFacts({ link }: { link: LinkView }) {
  const { text, locale } = useWords();
  const expiryOf = ({ expiresAt, isExpiryReported }: LinkView) => {
    if (expiresAt === null) return text('link.fact_expires_never');
    const by = text(isExpiryReported ? 'link.fact_expires_by_exchange' : 'link.fact_expires_by_you');
    return `${formatMoment(locale, expiresAt)}, ${by}`;
  };
  const moment = (at: string | null) => (at === null ? text('link.fact_never') : formatMoment(locale, at));
  return (
    <DefinitionList
      items={[
        { id: 'verdict', term: text('link.fact_verdict'), detail: text(`link.verdict_${link.verdict}`) },
        { id: 'key', term: text('link.fact_key'), detail: <span className="font-mono">{link.keyHint}</span> },
        {
          id: 'fingerprint',
          term: text('link.fact_fingerprint'),
          detail: (
            <>
              <span className="break-all font-mono text-sm">{link.fingerprint}</span>
              <span className="block text-soft text-sm">{text('link.fact_fingerprint_about')}</span>
            </>
          ),
        },
        { id: 'linked', term: text('link.fact_linked'), detail: moment(link.linkedAt) },
        { id: 'checked', term: text('link.fact_checked'), detail: moment(link.auditedAt) },
        { id: 'asked', term: text('link.fact_withdrawals'), detail: moment(link.withdrawalsAskedAt) },
        { id: 'expires', term: text('link.fact_expires'), detail: expiryOf(link) },
        { id: 'attested', term: text('link.fact_attested'), detail: moment(link.attestedAt) },
      ]}
    />
  );
}

function LinkActions({ link }: { link: LinkView }) {
  const { text } = useWords();
  const [asked, setAsked] = useState<'rename' | 'expiry' | 'pause' | 'unlink' | null>(null);
  const close = () => setAsked(null);
  return (
    <div className="mt-6 flex flex-wrap gap-2 border-line border-t pt-4">
      {link.remedy === 'replace_key' ? null : (
        <PageLink href={replaceKeyPath(link.linkId)} className={buttonClass({ variant: 'secondary' })}>
          {text('link.replace')}
        </PageLink>
      )}
      <Button variant="secondary" icon="pencil" onClick={() => setAsked('rename')}>
        {text('link.rename')}
      </Button>
      {link.isExpiryReported ? null : (
        <Button variant="secondary" icon="clock" onClick={() => setAsked('expiry')}>
          {text('link.expires_set')}
        </Button>
      )}
      {link.pausedSince === null ? (
        <Button variant="secondary" icon="pause" onClick={() => setAsked('pause')}>
          {text('link.pause')}
        </Button>
      ) : null}
      <Button variant="quiet" icon="unlink" onClick={() => setAsked('unlink')}>
        {text('link.unlink')}
      </Button>
      {asked === 'rename' ? <RenameDialog link={link} onClose={close} /> : null}
      {asked === 'expiry' ? <ExpiryDialog link={link} onClose={close} /> : null}
      {asked === 'pause' ? <PauseDialog link={link} onClose={close} /> : null}
      <UnlinkDialog link={link} isOpen={asked === 'unlink'} onClose={close} />
    </div>
  );
}
