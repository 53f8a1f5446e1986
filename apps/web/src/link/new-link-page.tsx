// The wizard that links an exchange: choose it, make the key with the guide, enter it once, see what was shown.
import type { ExchangeId, LinkView } from '@mandato/server/api-contract/link-contract';
import { Button, buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PageHeader } from '@mandato/ui/page-header';
import { RadioCards } from '@mandato/ui/radio-cards';
import { Steps } from '@mandato/ui/steps';
import { textLinkClass } from '@mandato/ui/text-link';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../session/api.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { PageLink } from '../shell/page-link.tsx';
import { paths } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/words.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { SecondFactorFirst } from './exchanges-page.tsx';
import { KeyForm } from './key-form.tsx';
import { KeyGuide } from './key-guide.tsx';
import { LeakText } from './leak-card.tsx';

type Stage =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'entering'; readonly exchange: ExchangeId; readonly websiteUrl: string }
  | { readonly kind: 'linked'; readonly link: LinkView };

const stepOf: Record<Stage['kind'], number> = { choosing: 0, entering: 1, linked: 2 };

export function NewLinkPage() {
  const { text } = useWords();
  const { hasSecondFactor } = useSignedIn();
  const [stage, setStage] = useState<Stage>({ kind: 'choosing' });
  usePageTitle(text('link.wizard_title'));
  return (
    <>
      <PageHeader
        title={text('link.wizard_title')}
        description={text('common.never_funds')}
        back={
          <PageLink href={paths.exchanges} className={textLinkClass}>
            {text('link.title')}
          </PageLink>
        }
      />
      <SecondFactorFirst />
      {hasSecondFactor ? (
        <>
          <Steps
            label={text('link.wizard_title')}
            doneLabel={text('link.step_done')}
            currentIndex={stepOf[stage.kind]}
            steps={[
              { id: 'choose', label: text('link.step_choose') },
              { id: 'enter', label: text('link.step_enter') },
              { id: 'check', label: text('link.step_check') },
            ]}
          />
          <StageView stage={stage} onStage={setStage} />
        </>
      ) : null}
    </>
  );
}

function StageView({ stage, onStage }: { stage: Stage; onStage: (stage: Stage) => void }) {
  switch (stage.kind) {
    case 'choosing':
      return <ChooseExchange onStage={onStage} />;
    case 'entering':
      return (
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <div className="min-w-0 lg:sticky lg:top-24">
            <KeyForm
              purpose={{ kind: 'link', exchange: stage.exchange }}
              onDone={(link) => onStage({ kind: 'linked', link })}
              onBack={() => onStage({ kind: 'choosing' })}
            />
          </div>
          <KeyGuide exchange={stage.exchange} websiteUrl={stage.websiteUrl} />
        </div>
      );
    case 'linked':
      return <Linked link={stage.link} />;
  }
}

function ChooseExchange({ onStage }: { onStage: (stage: Stage) => void }) {
  const { text } = useWords();
  const exchanges = useQuery(queries.links.exchanges.queryOptions());
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <Waiting query={exchanges}>
      {(offered) => {
        const exchange = offered.find((one) => one.exchange === chosen);
        return (
          <Card>
            <RadioCards
              legend={text('link.choose')}
              value={chosen}
              onValueChange={setChosen}
              cards={offered.map((one) => ({
                value: one.exchange,
                title: text(`link.exchange_${one.exchange}`),
                description: text(`link.exchange_${one.exchange}_about`),
              }))}
            />
            <Button
              className="mt-6"
              disabled={exchange === undefined}
              onClick={() => {
                if (exchange !== undefined) onStage({ kind: 'entering', ...exchange });
              }}
            >
              {text('common.continue')}
            </Button>
          </Card>
        );
      }}
    </Waiting>
  );
}

function Linked({ link }: { link: LinkView }) {
  const { text } = useWords();
  return (
    <Card
      title={text('link.linked')}
      description={`${link.name} · ${text('link.key_ends', { hint: link.keyHint })}`}
      footer={
        <PageLink href={paths.newPlan} className={buttonClass()}>
          {text('link.linked_next')}
        </PageLink>
      }
    >
      <p className="mb-4">{text('permission.withdraw_proof')}</p>
      <h3 className="font-semibold">{text('permission.title')}</h3>
      <p className="text-soft text-sm">{text('permission.intro')}</p>
      <EvidenceList permissions={link.permissions} attestedAt={link.attestedAt} />
      <h3 className="mt-4 mb-1 border-line border-t pt-4 font-semibold">{text('link.leak_title')}</h3>
      <LeakText leak={link.leak} />
    </Card>
  );
}
