// Why no key can be made yet, and where to turn two-factor authentication on.
import { buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { EmptyState } from '@mandato/ui/empty-state';
import { useWords } from '../messages/use-words.ts';
import { paths } from '../shell/paths.ts';
import { PortalLink } from '../shell/portal-link.tsx';

export function NeedTwoFactor() {
  const { text } = useWords();
  return (
    <Card>
      <EmptyState
        icon="shield-alert"
        title={text('keys.needTwoFactor')}
        action={
          <PortalLink href={paths.profile} className={buttonClass()}>
            {text('keys.needTwoFactorAction')}
          </PortalLink>
        }
      >
        {text('keys.needTwoFactorText')}
      </EmptyState>
    </Card>
  );
}
