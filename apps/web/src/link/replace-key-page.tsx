// Replaces the key of a link in place: the same form and check as for a new one, and the guide beside it.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { PageHeader } from '@mandato/ui/page-header';
import { useStatus } from '@mandato/ui/status-region';
import { textLinkClass } from '@mandato/ui/text-link';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { queries } from '../session/api.ts';
import { NotFoundPage } from '../shell/lost-page.tsx';
import { PageLink, useGo } from '../shell/page-link.tsx';
import { linkPath } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/words.tsx';
import { KeyForm } from './key-form.tsx';
import { KeyGuide } from './key-guide.tsx';
import { linkQuery } from './link-queries.ts';

export function ReplaceKeyPage() {
  const { linkId = '' }: { linkId?: string } = useParams({ strict: false });
  const link = useQuery(linkQuery(linkId));
  return (
    <Waiting query={link}>
      {(found) => (found === null ? <NotFoundPage /> : <ReplaceKey link={found} />)}
    </Waiting>
  );
}

function ReplaceKey({ link }: { link: LinkView }) {
  const { text } = useWords();
  const go = useGo();
  const say = useStatus();
  const exchanges = useQuery(queries.links.exchanges.queryOptions());
  const websiteUrl = exchanges.data?.find(({ exchange }) => exchange === link.exchange)?.websiteUrl;
  const back = linkPath(link.linkId);
  usePageTitle(text('link.replace_title'));
  return (
    <>
      <PageHeader
        back={
          <PageLink href={back} className={textLinkClass}>
            {link.name}
          </PageLink>
        }
        title={text('link.replace_title')}
        description={text('link.replace_intro')}
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="min-w-0 lg:sticky lg:top-24">
          <KeyForm
            purpose={{ kind: 'replace', link }}
            onDone={() => {
              go(back, { isReplacing: true });
              say({ tone: 'success', text: text('link.replaced') });
            }}
            onBack={() => go(back)}
          />
        </div>
        {websiteUrl === undefined ? null : (
          <KeyGuide exchange={link.exchange} websiteUrl={websiteUrl} isBeside />
        )}
      </div>
    </>
  );
}
