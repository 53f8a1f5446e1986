// What protects the account now, in four lines: the second factor, recovery codes, passkeys and open sessions.
import { Badge } from '@mandato/ui/badge';
import { Card } from '@mandato/ui/card';
import { DefinitionList } from '@mandato/ui/definition-list';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../session/api.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { useWords } from '../words/words.tsx';

export function GlanceCard() {
  const { text } = useWords();
  const { name, email, hasSecondFactor } = useSignedIn();
  const codes = useQuery(queries.account.recoveryCodesLeft.queryOptions());
  const passkeys = useQuery(queries.passkeys.list.queryOptions());
  const sessions = useQuery(queries.account.sessions.queryOptions());
  const counted = (count: number | undefined) =>
    count === undefined ? '…' : count === 0 ? text('passkey.force_none') : String(count);
  return (
    <Card title={text('passkey.force_title')}>
      <DefinitionList
        items={[
          { id: 'name', term: text('account.name'), detail: name },
          { id: 'email', term: text('account.email'), detail: email },
          {
            id: 'second-factor',
            term: text('passkey.force_second_factor'),
            detail: (
              <Badge
                tone={hasSecondFactor ? 'success' : 'warning'}
                icon={hasSecondFactor ? 'shield-check' : 'shield-alert'}
              >
                {text(hasSecondFactor ? 'account.second_factor_on' : 'account.second_factor_off')}
              </Badge>
            ),
          },
          { id: 'recovery', term: text('passkey.force_recovery'), detail: counted(codes.data?.left) },
          {
            id: 'passkeys',
            term: text('passkey.force_passkeys'),
            detail: counted(passkeys.data?.passkeys.filter(({ isSuspect }) => !isSuspect).length),
          },
          { id: 'sessions', term: text('passkey.force_sessions'), detail: counted(sessions.data?.length) },
        ]}
      />
    </Card>
  );
}
