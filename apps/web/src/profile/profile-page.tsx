// The person's own page: who they are here, two-factor authentication, and the way to their exchanges.
import { buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PageHeader } from '@mandato/ui/page-header';
import { PageLink } from '../shell/page-link.tsx';
import { paths } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { useWords } from '../words/words.tsx';
import { ExportCard } from './export-card.tsx';
import { GlanceCard } from './glance-card.tsx';
import { PasskeysCard } from './passkeys-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { SecondFactorCard } from './second-factor-card.tsx';
import { SessionsCard } from './sessions-card.tsx';

export function ProfilePage() {
  const { text } = useWords();
  usePageTitle(text('common.profile'));
  return (
    <>
      <PageHeader title={text('common.profile')} />
      <div className="flex flex-col gap-6">
        <GlanceCard />
        <SecondFactorCard />
        <PasskeysCard />
        <Card title={text('common.exchanges')} description={text('link.intro')}>
          <PageLink href={paths.exchanges} className={buttonClass({ variant: 'secondary' })}>
            {text('common.exchanges')}
          </PageLink>
        </Card>
        <Card title={text('safety.title')} description={text('safety.intro')}>
          <PageLink href={paths.safety} className={buttonClass({ variant: 'secondary' })}>
            {text('safety.open')}
          </PageLink>
        </Card>
        <PasswordCard />
        <SessionsCard />
        <Card title={text('access.trail_title')} description={text('access.trail_intro')}>
          <PageLink href={paths.trail} className={buttonClass({ variant: 'secondary' })}>
            {text('access.trail_open')}
          </PageLink>
        </Card>
        <ExportCard />
      </div>
    </>
  );
}
