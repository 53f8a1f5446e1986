// What keeps the signer off the network on this very machine, what of it is not here, and what opens the stored keys.
import { networkMeans } from '@mandato/server/api-contract/protection-contract';
import { Card } from '@mandato/ui/card';
import { Icon } from '@mandato/ui/icon';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../session/api.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/words.tsx';

export function InForceCard() {
  const { text } = useWords();
  const protection = useQuery(queries.protection.inForce.queryOptions());
  return (
    <Card title={text('protection.title')} description={text('protection.intro')}>
      <Waiting query={protection}>
        {(found) => (
          <>
            <ul className="flex flex-col gap-3">
              {networkMeans.map((means) => {
                const isInForce = found.networkMeans.includes(means);
                return (
                  <li key={means} className="flex gap-3">
                    <Icon
                      name={isInForce ? 'circle-check' : 'minus'}
                      className={`mt-0.5 ${isInForce ? 'text-accent-ink' : 'text-soft'}`}
                    />
                    <span className="min-w-0">
                      <span className="font-medium">
                        {text(isInForce ? 'protection.in_force' : 'protection.not_in_force')}
                      </span>{' '}
                      {text(`protection.${means}`)}
                    </span>
                  </li>
                );
              })}
            </ul>
            <h3 className="mt-6 font-semibold">{text('protection.key_title')}</h3>
            <p className="mt-2 flex gap-3">
              <Icon name="lock" className="mt-0.5 text-accent-ink" />
              <span className="min-w-0">{text(`protection.key_from_${found.keySource}`)}</span>
            </p>
          </>
        )}
      </Waiting>
    </Card>
  );
}
