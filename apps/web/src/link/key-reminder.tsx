// What the key should have, in a few lines beside the form, and the way back to the guide.
import { type GuidedExchange, guideOf } from '@mandato/server/api-contract/exchange-guide';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { classNames } from '@mandato/ui/class-names';
import { Icon } from '@mandato/ui/icon';
import { useWords } from '../words/words.tsx';
import { OutgoingAddress } from './outgoing-address.tsx';
import { switchName } from './pictures/page-names.ts';

export interface KeyReminderProps {
  exchange: GuidedExchange;
  onGuide: () => void;
}

export function KeyReminder({ exchange, onGuide }: KeyReminderProps) {
  const { text } = useWords();
  return (
    <Card title={text('link.reminder_title')} footer={<OutgoingAddress exchange={exchange} />}>
      <SwitchList exchange={exchange} isWanted />
      <h3 className="mt-5 mb-3 font-semibold">{text('link.reminder_off_title')}</h3>
      <SwitchList exchange={exchange} isWanted={false} />
      <Button variant="secondary" size="small" icon="book" className="mt-5" onClick={onGuide}>
        {text('link.guide_open')}
      </Button>
    </Card>
  );
}

function SwitchList({ exchange, isWanted }: { exchange: GuidedExchange; isWanted: boolean }) {
  const words = useWords();
  return (
    <ul className="flex flex-col gap-3">
      {guideOf(exchange)
        .switches.filter((one) => one.isWanted === isWanted)
        .map((one) => (
          <li key={one.id} className="flex items-start gap-2.5">
            <Icon
              name={isWanted ? 'circle-check' : 'circle-x'}
              className={classNames('mt-0.5 size-5', isWanted ? 'text-success-ink' : 'text-danger-ink')}
            />
            <span className="min-w-0">
              <span className="font-medium" translate="no">
                {switchName(exchange, one, words)}
              </span>
              <span className="block text-soft text-sm">{words.text(`picture.grant_${one.id}`)}</span>
            </span>
          </li>
        ))}
    </ul>
  );
}
