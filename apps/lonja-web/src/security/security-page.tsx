// Who can get into the account: password, second factor, recovery codes, sessions, and what happened lately.
import { PageHeader } from '@mandato/ui/page-header';
import { useQuery } from '@tanstack/react-query';
import { useWords } from '../messages/use-words.ts';
import { TwoFactorCard } from '../pages/two-factor-card.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { ActivityCard } from './activity-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { RecoveryCard } from './recovery-card.tsx';
import { securityQuery } from './security-query.ts';
import { SessionsCard } from './sessions-card.tsx';

export function SecurityPage() {
  const { text } = useWords();
  const security = useQuery(securityQuery);
  usePageTitle(text('security.title'));
  return (
    <>
      <PageHeader title={text('security.title')} description={text('security.description')} />
      <div className="flex flex-col gap-6">
        <TwoFactorCard />
        <Waiting query={security}>
          {(answer) => (
            <>
              <RecoveryCard security={answer} />
              <PasswordCard security={answer} />
              <SessionsCard sessions={answer.sessions} />
              <ActivityCard activity={answer.activity} />
            </>
          )}
        </Waiting>
      </div>
    </>
  );
}
