// Making a key, step by step: security information, name and permissions, code, key and secret once.
import type { PortalCalls } from '@mandato/lonja/api-contract/portal-contract';
import { Icon } from '@mandato/ui/icon';
import { PageHeader } from '@mandato/ui/page-header';
import { Steps } from '@mandato/ui/steps';
import { textLinkClass } from '@mandato/ui/text-link';
import { useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import { useSignedIn } from '../session/use-session.ts';
import { paths } from '../shell/paths.ts';
import { PortalLink } from '../shell/portal-link.tsx';
import { useFocusOnChange } from '../shell/use-focus-on-change.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { CreatedKey } from './created-key.tsx';
import { NeedTwoFactor } from './need-two-factor.tsx';
import { NewKeyForm } from './new-key-form.tsx';
import { SecurityInformation } from './security-information.tsx';

type Created = PortalCalls['createKey']['answer'];
type Stage = { kind: 'security' } | { kind: 'form' } | { kind: 'created'; created: Created };

export function NewKeyPage() {
  const { text } = useWords();
  const { hasTwoFactor } = useSignedIn();
  const [stage, setStage] = useState<Stage>({ kind: 'security' });
  useFocusOnChange(stage.kind, { isScrolling: true });
  usePageTitle(text('newKey.title'));
  return (
    <div className="max-w-2xl">
      <PageHeader
        title={text(stage.kind === 'created' ? 'newKey.createdTitle' : 'newKey.title')}
        back={
          stage.kind === 'created' ? undefined : (
            <PortalLink href={paths.keys} className={`${textLinkClass} inline-flex items-center gap-1`}>
              <Icon name="arrow-left" className="size-4" />
              {text('keys.back')}
            </PortalLink>
          )
        }
      />
      {hasTwoFactor ? (
        <>
          <Steps
            label={text('newKey.steps')}
            doneLabel={text('newKey.stepDone')}
            currentIndex={stageOrder.indexOf(stage.kind)}
            steps={[
              { id: 'security', label: text('newKey.stepSecurity') },
              { id: 'form', label: text('newKey.stepForm') },
              { id: 'created', label: text('newKey.stepCreated') },
            ]}
          />
          <StageView stage={stage} onStage={setStage} />
        </>
      ) : (
        <NeedTwoFactor />
      )}
    </div>
  );
}

interface StageViewProps {
  stage: Stage;
  onStage: (stage: Stage) => void;
}

function StageView({ stage, onStage }: StageViewProps) {
  switch (stage.kind) {
    case 'security':
      return <SecurityInformation onAccepted={() => onStage({ kind: 'form' })} />;
    case 'form':
      return <NewKeyForm onCreated={(created) => onStage({ kind: 'created', created })} />;
    case 'created':
      return <CreatedKey keyId={stage.created.key.keyId} secret={stage.created.secret} />;
  }
}

const stageOrder: readonly Stage['kind'][] = ['security', 'form', 'created'];
