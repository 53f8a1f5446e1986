// The step-by-step guide for making the key, in the person's language, with our own drawings of the screens.
import { type GuidedExchange, guideOf, type Scene } from '@mandato/server/api-contract/exchange-guide';
import { Card } from '@mandato/ui/card';
import { Icon } from '@mandato/ui/icon';
import { textLinkClass } from '@mandato/ui/text-link';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { queries } from '../session/api.ts';
import { useWords } from '../words/words.tsx';
import { GuideSteps } from './guide-steps.tsx';
import { OutgoingAddress } from './outgoing-address.tsx';
import { ScenePicture } from './pictures/scene-picture.tsx';

export interface KeyGuideProps {
  exchange: GuidedExchange;
  websiteUrl: string;
  /** Beside a form there is no room for drawings beside the words. */
  isBeside?: boolean;
}

export function KeyGuide({ exchange, websiteUrl, isBeside = false }: KeyGuideProps) {
  const { text } = useWords();
  const exchanges = useQuery(queries.links.exchanges.queryOptions());
  const address = exchanges.data?.find((one) => one.exchange === exchange)?.outgoingAddress ?? null;
  const name = text(`link.exchange_${exchange}`);
  return (
    <Card
      title={text('link.guide_title', { exchange: name })}
      description={text('link.guide_lead')}
      actions={
        <a href={websiteUrl} target="_blank" rel="noreferrer" className={textLinkClass}>
          {text('link.open_exchange', { exchange: name })}{' '}
          <Icon name="external-link" className="inline size-4" />
          <span className="sr-only">{text('common.opens_new_tab')}</span>
        </a>
      }
      footer={<p className="text-soft text-sm">{text(`guide.${exchange}_note`)}</p>}
    >
      <GuideSteps
        isWide={!isBeside}
        steps={guideOf(exchange).guide.map(({ number, scenes }) => ({
          id: `${number}`,
          label: text('link.guide_step', { number }),
          title: text(`guide.${exchange}_${number}_title`),
          body: text(`guide.${exchange}_${number}_body`),
          pictures: scenes.map((scene) => (
            <Fragment key={scene}>
              <ScenePicture scene={scene} exchange={exchange} address={address} />
              {withAddress.has(scene) ? <OutgoingAddress exchange={exchange} /> : null}
            </Fragment>
          )),
        }))}
      />
    </Card>
  );
}

/** Where the person enters the address, it is there to be copied. */
const withAddress: ReadonlySet<Scene> = new Set(['name_and_addresses', 'addresses', 'addresses_and_end']);
