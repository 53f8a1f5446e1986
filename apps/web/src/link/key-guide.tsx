// The step-by-step guide for making the key, in the person's language, with our own drawings of the screens.
import type { Locale } from '@mandato/messages/catalogue';
import { translate } from '@mandato/messages/translate';
import type { ExchangeId } from '@mandato/server/api-contract/link-contract';
import { Card } from '@mandato/ui/card';
import { GuideList } from '@mandato/ui/guide-list';
import { Icon } from '@mandato/ui/icon';
import { textLinkClass } from '@mandato/ui/text-link';
import { useWords } from '../words/words.tsx';
import {
  CodeDrawing,
  KeyMenuDrawing,
  PermissionsDrawing,
  ProfileDrawing,
  SecretDrawing,
} from './drawings.tsx';
import { OutgoingAddress } from './outgoing-address.tsx';

export interface KeyGuideProps {
  exchange: ExchangeId;
  websiteUrl: string;
}

export function KeyGuide({ exchange, websiteUrl }: KeyGuideProps) {
  const { text } = useWords();
  const name = text(`link.exchange_${exchange}`);
  return (
    <Card
      title={text('link.guide_title', { exchange: name })}
      actions={
        <a href={websiteUrl} target="_blank" rel="noreferrer" className={textLinkClass}>
          {text('link.open_exchange', { exchange: name })}{' '}
          <Icon name="external-link" className="inline size-4" />
          <span className="sr-only">{text('common.opens_new_tab')}</span>
        </a>
      }
      footer={
        <div className="flex flex-col gap-4">
          <OutgoingAddress exchange={exchange} />
          <p className="text-soft text-sm">{text(`guide.${exchange}_note`)}</p>
        </div>
      }
    >
      <GuideList
        steps={guideSteps.map((number) => ({
          id: `${number}`,
          title: text(`guide.${exchange}_${number}_title`),
          body: text(`guide.${exchange}_${number}_body`),
          drawing: <StepDrawing step={number} exchange={exchange} />,
        }))}
      />
    </Card>
  );
}

/** The steps at the exchange; the two after them are this page and the plan. */
const guideSteps = [1, 2, 3, 4, 5] as const;

interface StepDrawingProps {
  step: (typeof guideSteps)[number];
  exchange: ExchangeId;
}

function StepDrawing({ step, exchange }: StepDrawingProps) {
  const { locale } = useWords();
  // Bitso's own guide names its buttons in English; the practice exchange speaks the person's language.
  const named: Locale = exchange === 'bitso' ? 'en' : locale;
  switch (step) {
    case 1:
      return <ProfileDrawing />;
    case 2:
      return <CodeDrawing />;
    case 3:
      return <KeyMenuDrawing button={translate(named, 'guide.add_key_button')} />;
    case 4:
      return (
        <PermissionsDrawing
          switches={switches.map(({ permission, isOn }) => ({
            name: translate(named, `permission.${permission}`),
            isOn,
          }))}
        />
      );
    case 5:
      return <SecretDrawing />;
  }
}

const switches = [
  { permission: 'place_orders', isOn: true },
  { permission: 'view_balances', isOn: true },
  { permission: 'view_account_information', isOn: true },
  { permission: 'make_withdrawals', isOn: false },
  { permission: 'perform_security_actions', isOn: false },
] as const;
