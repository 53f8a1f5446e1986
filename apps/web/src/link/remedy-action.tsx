// The one button that helps with how a link stands; nothing where there is nothing to do.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Banner } from '@mandato/ui/banner';
import { Button, buttonClass } from '@mandato/ui/button';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { PageLink } from '../shell/page-link.tsx';
import { replaceKeyPath } from '../shell/paths.ts';
import { useWords } from '../words/words.tsx';
import { CheckAgainButton } from './check-again-button.tsx';
import { ReleaseDialog } from './release-dialog.tsx';

export function RemedyAction({ link }: { link: LinkView }) {
  const { text } = useWords();
  switch (link.remedy) {
    case 'none':
    case 'wait':
      return null;
    case 'replace_key':
      return (
        <>
          <PageLink href={replaceKeyPath(link.linkId)} className={buttonClass({ size: 'small' })}>
            {text('link.replace')}
          </PageLink>
          <CheckAgainButton link={link} />
        </>
      );
    case 'change_at_exchange':
      return <CheckAgainButton link={link} />;
    case 'release':
      return <ReleaseButton link={link} />;
    case 'resume':
      return <ResumeButton link={link} />;
  }
}

function ReleaseButton({ link }: { link: LinkView }) {
  const { text } = useWords();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button size="small" icon="shield-check" onClick={() => setAsking(true)}>
        {text('link.release')}
      </Button>
      <ReleaseDialog link={link} isOpen={isAsking} onClose={() => setAsking(false)} />
    </>
  );
}

function ResumeButton({ link }: { link: LinkView }) {
  const { text, refusal } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const resume = useMutation(
    queries.links.resume.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries();
        say({ tone: 'success', text: text('link.resumed') });
      },
    }),
  );
  return (
    <>
      <Button
        size="small"
        icon="play"
        busy={resume.isPending}
        onClick={() => resume.mutate({ linkId: link.linkId })}
      >
        {text('link.resume')}
      </Button>
      {resume.error === null ? null : <Banner tone="danger">{refusal(refusalOf(resume.error))}</Banner>}
    </>
  );
}
