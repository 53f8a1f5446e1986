// Shown where there is no page, or where one stopped working.
import { Button, buttonClass } from '@mandato/ui/button';
import { EmptyState } from '@mandato/ui/empty-state';
import { MandatoMark } from '@mandato/ui/mandato-mark';
import { PlainShell } from '@mandato/ui/plain-shell';
import type { ReactNode } from 'react';
import { useWords } from '../words/words.tsx';
import { PageLink } from './page-link.tsx';
import { paths } from './paths.ts';
import { Preferences } from './preferences.tsx';
import { usePageTitle } from './use-page-title.ts';

export function NotFoundPage() {
  const { text } = useWords();
  return (
    <LostPage
      sentence={text('common.page_not_found')}
      action={
        <PageLink href={paths.home} className={buttonClass()}>
          {text('common.home')}
        </PageLink>
      }
    />
  );
}

export function BrokenPage() {
  const { text } = useWords();
  return (
    <LostPage
      sentence={text('error.internal_error')}
      action={
        <Button icon="refresh" onClick={() => location.reload()}>
          {text('common.retry')}
        </Button>
      }
    />
  );
}

function LostPage({ sentence, action }: { sentence: string; action: ReactNode }) {
  const { text } = useWords();
  usePageTitle(text('error.title'));
  return (
    <PlainShell
      mark={
        <PageLink href={paths.home}>
          <MandatoMark />
        </PageLink>
      }
      skipLabel={text('common.skip_to_content')}
      topBarEnd={<Preferences />}
    >
      <EmptyState icon="search" title={<h1>{text('error.title')}</h1>} action={action}>
        {sentence}
      </EmptyState>
    </PlainShell>
  );
}
