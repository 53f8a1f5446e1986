// The frame of the pages before logging in; whoever is logged in already is led on.
import { LonjaMark } from '@mandato/ui/lonja-mark';
import { PlainShell } from '@mandato/ui/plain-shell';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useWords } from '../messages/use-words.ts';
import { sessionQuery } from '../session/session-query.ts';
import { LeadTo } from './lead-to.tsx';
import { paths } from './paths.ts';
import { PortalLink } from './portal-link.tsx';
import { TopBarSwitches } from './top-bar-switches.tsx';
import { Waiting } from './waiting.tsx';

export function PublicShell() {
  const { text } = useWords();
  const session = useQuery(sessionQuery);
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <PlainShell
      skipLabel={text('app.skip')}
      notice={text('app.notice')}
      footer={text('app.footer')}
      topBarEnd={<TopBarSwitches />}
      mark={
        <PortalLink href={paths.home}>
          <LonjaMark />
        </PortalLink>
      }
    >
      <Waiting query={session}>
        {({ kind }) => {
          if (kind === 'signed_in') return <LeadTo path={paths.home} />;
          if (kind === 'anonymous' && path === paths.logInCode) return <LeadTo path={paths.logIn} />;
          if (kind === 'second_factor_needed' && path !== paths.logInCode)
            return <LeadTo path={paths.logInCode} />;
          return <Outlet />;
        }}
      </Waiting>
    </PlainShell>
  );
}
