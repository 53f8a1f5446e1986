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
  const words = useWords();
  const { text } = words;
  return (
    <Card title={text('link.reminder_title')} footer={<OutgoingAddress exchange={exchange} />}>
      <ul className="flex flex-col gap-3">
        {guideOf(exchange).switches.map((one) => (
          <li key={one.id} className="flex items-start gap-2.5">
            <Icon
              name={one.isWanted ? 'circle-check' : 'circle-x'}
              className={classNames('mt-0.5 size-5', one.isWanted ? 'text-success-ink' : 'text-danger-ink')}
            />
            <span className="min-w-0">
              <span className="sr-only">
                {text(one.isWanted ? 'picture.switch_on' : 'picture.leave_off')}:{' '}
              </span>
              <span className={one.isWanted ? 'font-medium' : undefined} translate="no">
                {switchName(exchange, one, words)}
              </span>
              <span className="block text-soft text-sm">{text(`picture.grant_${one.id}`)}</span>
            </span>
          </li>
        ))}
      </ul>
      <Button variant="secondary" size="small" icon="book" className="mt-5" onClick={onGuide}>
        {text('link.guide_open')}
      </Button>
    </Card>
  );
}
