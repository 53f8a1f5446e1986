// The person's own page: who they are here, and two-factor authentication.
import { Card } from '@mandato/ui/card';
import { DefinitionList } from '@mandato/ui/definition-list';
import { PageHeader } from '@mandato/ui/page-header';
import { useWords } from '../messages/use-words.ts';
import { useSignedIn } from '../session/use-session.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { TwoFactorCard } from './two-factor-card.tsx';

export function ProfilePage() {
  const { text } = useWords();
  const { name, email } = useSignedIn();
  usePageTitle(text('profile.title'));
  return (
    <>
      <PageHeader title={text('profile.title')} />
      <div className="flex flex-col gap-6">
        <Card title={text('profile.account')}>
          <DefinitionList
            items={[
              { id: 'name', term: text('profile.name'), detail: name },
              { id: 'email', term: text('profile.email'), detail: email },
            ]}
          />
        </Card>
        <TwoFactorCard />
      </div>
    </>
  );
}
