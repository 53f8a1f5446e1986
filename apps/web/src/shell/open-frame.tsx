// The frame of what anybody may read: the usual one for whoever is logged in, a plain one for everybody else.
import { MandatoMark } from '@mandato/ui/mandato-mark';
import { PlainShell } from '@mandato/ui/plain-shell';
import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { sessionQuery } from '../session/session-query.ts';
import { useWords } from '../words/words.tsx';
import { PageLink } from './page-link.tsx';
import { paths } from './paths.ts';
import { Preferences } from './preferences.tsx';
import { SignedInFrame } from './signed-in-frame.tsx';

export function OpenFrame() {
  const { text } = useWords();
  const session = useQuery(sessionQuery);
  if (session.data?.kind === 'signed_in') return <SignedInFrame />;
  return (
    <PlainShell
      width="reading"
      mark={
        <PageLink href={paths.home}>
          <MandatoMark />
        </PageLink>
      }
      skipLabel={text('common.skip_to_content')}
      topBarEnd={<Preferences />}
    >
      <Outlet />
    </PlainShell>
  );
}
