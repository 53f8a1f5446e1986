// The wizard that links an exchange: choose it, make the key with the guide, enter it once, see what was shown.
import type { ExchangeView, LinkView } from '@mandato/server/api-contract/link-contract';
import { Banner } from '@mandato/ui/banner';
import { Button, buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PageHeader } from '@mandato/ui/page-header';
import { Steps } from '@mandato/ui/steps';
import { textLinkClass } from '@mandato/ui/text-link';
import { useEffect, useRef, useState } from 'react';
import { useSignedIn } from '../session/signed-in.ts';
import { PageLink } from '../shell/page-link.tsx';
import { paths } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { useWords } from '../words/words.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { ExchangeChoice } from './exchange-choice.tsx';
import { SecondFactorFirst } from './exchanges-page.tsx';
import { KeyForm } from './key-form.tsx';
import { KeyGuide } from './key-guide.tsx';
import { KeyReminder } from './key-reminder.tsx';
import { LeakText } from './leak-card.tsx';

type Stage =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'guiding'; readonly chosen: ExchangeView }
  | { readonly kind: 'entering'; readonly chosen: OpenExchange }
  | { readonly kind: 'linked'; readonly link: LinkView };

type OpenExchange = Extract<ExchangeView, { isComing: false }>;

const stepOf: Record<Stage['kind'], number> = { choosing: 0, guiding: 1, entering: 2, linked: 3 };

export function NewLinkPage() {
  const { text } = useWords();
  const { hasSecondFactor } = useSignedIn();
  const [stage, setStage] = useState<Stage>({ kind: 'choosing' });
  const place = useRef<HTMLDivElement>(null);
  usePageTitle(text('link.wizard_title'));
  // A new step begins at its top, for eyes and keyboard alike; the first one is the page itself.
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current && stage.kind !== 'linked') {
      globalThis.scrollTo(0, 0);
      place.current?.focus({ preventScroll: true });
    }
    isFirst.current = false;
  }, [stage.kind]);
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
        <div ref={place} tabIndex={-1} className="outline-none">
          <Steps
            label={text('link.wizard_title')}
            doneLabel={text('link.step_done')}
            currentIndex={stepOf[stage.kind]}
            steps={[
              { id: 'choose', label: text('link.step_choose') },
              { id: 'guide', label: text('link.step_guide') },
              { id: 'enter', label: text('link.step_enter') },
              { id: 'check', label: text('link.step_check') },
            ]}
          />
          <StageView stage={stage} onStage={setStage} />
        </div>
      ) : null}
    </>
  );
}

interface StageViewProps {
  stage: Stage;
  onStage: (stage: Stage) => void;
}

function StageView({ stage, onStage }: StageViewProps) {
  switch (stage.kind) {
    case 'choosing':
      return <ExchangeChoice onChoose={(chosen) => onStage({ kind: 'guiding', chosen })} />;
    case 'guiding':
      return <Guide chosen={stage.chosen} onStage={onStage} />;
    case 'entering':
      return (
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <KeyForm
            purpose={{ kind: 'link', exchange: stage.chosen.exchange }}
            onDone={(link) => onStage({ kind: 'linked', link })}
            onBack={() => onStage({ kind: 'guiding', chosen: stage.chosen })}
          />
          <KeyReminder
            exchange={stage.chosen.exchange}
            onGuide={() => onStage({ kind: 'guiding', chosen: stage.chosen })}
          />
        </div>
      );
    case 'linked':
      return <Linked link={stage.link} />;
  }
}

/** The guide, and the way on: to the form, or back where no key is taken yet. */
function Guide({ chosen, onStage }: { chosen: ExchangeView; onStage: StageViewProps['onStage'] }) {
  const { text } = useWords();
  const exchange = text(`link.exchange_${chosen.exchange}`);
  const back = (
    <Button variant="secondary" icon="arrow-left" onClick={() => onStage({ kind: 'choosing' })}>
      {text('link.other_exchange')}
    </Button>
  );
  const buttons = chosen.isComing ? (
    back
  ) : (
    <>
      <Button icon="key" onClick={() => onStage({ kind: 'entering', chosen })}>
        {text('link.have_key')}
      </Button>
      {back}
    </>
  );
  return (
    <div className="flex flex-col gap-5">
      {chosen.isComing ? (
        <Banner isStatic title={text('link.coming_title', { exchange })}>
          {text('link.coming_about', { exchange })}
        </Banner>
      ) : null}
      <div className="flex flex-wrap gap-2">{buttons}</div>
      <KeyGuide exchange={chosen.exchange} websiteUrl={chosen.websiteUrl} />
      {chosen.isComing ? null : (
        <div className="flex flex-wrap gap-2">
          <Button icon="key" onClick={() => onStage({ kind: 'entering', chosen })}>
            {text('link.have_key')}
          </Button>
        </div>
      )}
    </div>
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
