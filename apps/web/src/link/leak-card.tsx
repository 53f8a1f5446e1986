// What could happen if this key leaked, in two sentences that the evidence decides.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Card } from '@mandato/ui/card';
import { formatMoment } from '../words/moment.ts';
import { useWords, type Words } from '../words/words.tsx';

export function LeakCard({ leak }: Pick<LinkView, 'leak'>) {
  const { text } = useWords();
  return (
    <Card title={text('link.leak_title')}>
      <LeakText leak={leak} />
    </Card>
  );
}

export function LeakText({ leak }: Pick<LinkView, 'leak'>) {
  const words = useWords();
  return (
    <p>
      {words.text(`link.leak_${leak.could}`)} {limitSentence(words, leak)}
    </p>
  );
}

function limitSentence({ text, locale }: Words, { refusedAt, isAdminConfirmed }: LinkView['leak']): string {
  if (refusedAt === null) return text('link.leak_limit_none');
  const date = formatMoment(locale, refusedAt);
  return text(isAdminConfirmed ? 'link.leak_limit_confirmed' : 'link.leak_limit_unconfirmed', { date });
}
