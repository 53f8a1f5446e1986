// The list of API keys, and the way to a new one.
import { Banner } from '@mandato/ui/banner';
import { buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { EmptyState } from '@mandato/ui/empty-state';
import { Icon } from '@mandato/ui/icon';
import { PageHeader } from '@mandato/ui/page-header';
import { useQuery } from '@tanstack/react-query';
import { useWords } from '../messages/use-words.ts';
import { securityQuery } from '../security/security-query.ts';
import { paths } from '../shell/paths.ts';
import { PortalLink } from '../shell/portal-link.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { KeyCard } from './key-card.tsx';
import { keysQuery } from './keys-query.ts';

export function KeysPage() {
  const { text } = useWords();
  const keys = useQuery(keysQuery);
  usePageTitle(text('keys.title'));
  return (
    <>
      <PageHeader
        title={text('keys.title')}
        description={text('keys.description')}
        actions={
          <PortalLink href={paths.newKey} className={buttonClass()}>
            <Icon name="plus" className="size-4" />
            {text('keys.add')}
          </PortalLink>
        }
      />
      <PausedBanner />
      <Waiting query={keys}>
        {(answer) =>
          answer.keys.length === 0 ? (
            <Card>
              <EmptyState icon="key" title={text('keys.empty')}>
                {text('keys.emptyText')}
              </EmptyState>
            </Card>
          ) : (
            <ul className="flex flex-col gap-5">
              {answer.keys.map((key) => (
                <li key={key.keyId}>
                  <KeyCard apiKey={key} />
                </li>
              ))}
            </ul>
          )
        }
      </Waiting>
    </>
  );
}

function PausedBanner() {
  const { text, moment } = useWords();
  const security = useQuery(securityQuery);
  const until = security.data?.keysPausedUntil ?? null;
  return until === null ? null : (
    <Banner tone="warning" className="mb-6">
      {text('keys.paused', { when: moment(until) })}
    </Banner>
  );
}
