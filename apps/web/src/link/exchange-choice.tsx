// The exchanges to choose from: those whose keys are taken, and those whose guide can be read already.
import type { ExchangeView } from '@mandato/server/api-contract/link-contract';
import { Badge } from '@mandato/ui/badge';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { classNames } from '@mandato/ui/class-names';
import { Icon } from '@mandato/ui/icon';
import { RadioCards } from '@mandato/ui/radio-cards';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../session/api.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/words.tsx';

export function ExchangeChoice({ onChoose }: { onChoose: (exchange: ExchangeView) => void }) {
  const { text } = useWords();
  const exchanges = useQuery(queries.links.exchanges.queryOptions());
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <Waiting query={exchanges}>
      {(known) => {
        const exchange = known.find((one) => one.exchange === chosen);
        return (
          <Card>
            <RadioCards
              legend={text('link.choose')}
              value={chosen}
              onValueChange={setChosen}
              cards={known.map((one) => ({
                value: one.exchange,
                mark: <ExchangeMark exchange={one} />,
                title: <ExchangeTitle exchange={one} />,
                description: text(`link.exchange_${one.exchange}_about`),
              }))}
            />
            <Button
              className="mt-6"
              disabled={exchange === undefined}
              onClick={() => {
                if (exchange !== undefined) onChoose(exchange);
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

function ExchangeTitle({ exchange }: { exchange: ExchangeView }) {
  const { text } = useWords();
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {text(`link.exchange_${exchange.exchange}`)}
      {exchange.isComing ? <Badge icon="clock">{text('link.coming')}</Badge> : null}
    </span>
  );
}

/** A letter of our own, no exchange's sign. */
function ExchangeMark({ exchange }: { exchange: ExchangeView }) {
  const { text } = useWords();
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'flex size-10 items-center justify-center rounded-xl font-semibold text-lg',
        exchange.isComing ? 'bg-sunken text-soft' : 'bg-accent text-on-accent',
      )}
    >
      {exchange.isPractice ? <Icon name="flask" /> : text(`link.exchange_${exchange.exchange}`).slice(0, 1)}
    </span>
  );
}
