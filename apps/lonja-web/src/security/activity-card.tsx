// What happened to the account lately, so that a person notices what was not them.
import type { PortalActivity } from '@mandato/lonja/api-contract/security-contract';
import { Card } from '@mandato/ui/card';
import { useWords } from '../messages/use-words.ts';

export function ActivityCard({ activity }: { activity: readonly PortalActivity[] }) {
  const { text, moment } = useWords();
  return (
    <Card title={text('activity.title')} description={text('activity.hint')}>
      <ol className="divide-y divide-line">
        {activity.slice(0, 15).map((line) => (
          <li
            key={`${line.at} ${line.kind}`}
            className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 py-2.5 first:pt-0 last:pb-0"
          >
            <span className="font-medium">{text(`activity.${line.kind}`)}</span>
            <span className="text-sm text-soft">
              {[line.browser, line.address].filter(Boolean).join(' · ')}
              {line.browser || line.address ? ' · ' : ''}
              <time dateTime={line.at}>{moment(line.at)}</time>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
