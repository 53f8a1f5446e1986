// Shown where there is no page, or where one stopped working.
import { Button, buttonClass } from '@mandato/ui/button';
import { EmptyState } from '@mandato/ui/empty-state';
import { LonjaMark } from '@mandato/ui/lonja-mark';
import { PlainShell } from '@mandato/ui/plain-shell';
import { useWords } from '../messages/use-words.ts';
import { paths } from './paths.ts';
import { PortalLink } from './portal-link.tsx';
import { TopBarSwitches } from './top-bar-switches.tsx';
import { usePageTitle } from './use-page-title.ts';

export function NotFoundPage() {
  return <LostPage kind="notFound" />;
}

export function BrokenPage() {
  return <LostPage kind="broken" />;
}

function LostPage({ kind }: { kind: 'notFound' | 'broken' }) {
  const { text } = useWords();
  const title = text(`app.${kind}.title`);
  usePageTitle(title);
  return (
    <PlainShell
      mark={<LonjaMark />}
      skipLabel={text('app.skip')}
      notice={text('app.notice')}
      topBarEnd={<TopBarSwitches />}
    >
      <EmptyState
        icon={kind === 'notFound' ? 'search' : 'warning'}
        title={<h1>{title}</h1>}
        action={
          kind === 'notFound' ? (
            <PortalLink href={paths.home} className={buttonClass()}>
              {text('app.notFound.home')}
            </PortalLink>
          ) : (
            <Button icon="refresh" onClick={() => location.reload()}>
              {text('app.broken.reload')}
            </Button>
          )
        }
      >
        {text(`app.${kind}.text`)}
      </EmptyState>
    </PlainShell>
  );
}
