// The frame of the pages before logging in; whoever is logged in already is led on.
import { MandatoMark } from '@mandato/ui/mandato-mark';
import { PlainShell } from '@mandato/ui/plain-shell';
import { textLinkClass } from '@mandato/ui/text-link';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { sessionQuery } from '../session/session-query.ts';
import { useWords } from '../words/words.tsx';
import { LeadTo } from './lead-to.tsx';
import { PageLink } from './page-link.tsx';
import { paths } from './paths.ts';
import { Preferences } from './preferences.tsx';
import { Waiting } from './waiting.tsx';

export function PlainFrame() {
  const { text } = useWords();
  const session = useQuery(sessionQuery);
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <PlainShell
      mark={
        <PageLink href={paths.home}>
          <MandatoMark />
        </PageLink>
      }
      skipLabel={text('common.skip_to_content')}
      topBarEnd={<Preferences />}
      footer={
        <>
          {text('common.never_funds')}{' '}
          <PageLink href={paths.security} className={textLinkClass}>
            {text('security.title')}
          </PageLink>
        </>
      }
    >
      <Waiting query={session}>
        {({ kind }) => {
          // The link of a forgotten password is good whoever is logged in on this browser.
          if (path === paths.resetPassword) return <Outlet />;
          if (kind === 'signed_in') return <LeadTo path={paths.home} />;
          if (kind === 'anonymous' && path === paths.signInCode) return <LeadTo path={paths.signIn} />;
          if (kind === 'second_factor_needed' && path !== paths.signInCode) {
            return <LeadTo path={paths.signInCode} />;
          }
          return <Outlet />;
        }}
      </Waiting>
    </PlainShell>
  );
}
