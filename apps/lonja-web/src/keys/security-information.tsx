// What to know before making a key; nothing goes on until it is accepted.
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { CheckboxRow } from '@mandato/ui/checkbox-row';
import { Icon, type IconName } from '@mandato/ui/icon';
import { useState } from 'react';
import type { MessageKey } from '../messages/en.ts';
import { useWords } from '../messages/use-words.ts';

export function SecurityInformation({ onAccepted }: { onAccepted: () => void }) {
  const { text } = useWords();
  const [isAccepted, setAccepted] = useState(false);
  return (
    <Card title={text('newKey.securityTitle')}>
      <ul className="flex flex-col gap-3.5">
        {points.map(([icon, key]) => (
          <li key={key} className="flex gap-3">
            <Icon name={icon} className="mt-0.5 text-accent-ink" />
            <span>{text(key)}</span>
          </li>
        ))}
      </ul>
      <CheckboxRow
        className="mt-5 border-line border-t pt-4"
        label={text('newKey.accept')}
        checked={isAccepted}
        onCheckedChange={setAccepted}
      />
      <Button className="mt-4 max-sm:w-full" disabled={!isAccepted} onClick={onAccepted}>
        {text('newKey.continue')}
      </Button>
    </Card>
  );
}

const points: readonly (readonly [IconName, MessageKey])[] = [
  ['key', 'newKey.security1'],
  ['sliders', 'newKey.security2'],
  ['eye-off', 'newKey.security3'],
  ['lock', 'newKey.security4'],
  ['trash', 'newKey.security5'],
];
