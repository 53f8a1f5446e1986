// What is shown for something that was asked: a ring, then the answer, or why there is none and a way to try again.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Spinner } from '@mandato/ui/spinner';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { refusalOf } from '../session/refusal.ts';
import { useWords } from '../words/words.tsx';

export interface WaitingProps<Answer> {
  query: UseQueryResult<Answer, Error>;
  children: (answer: Answer) => ReactNode;
}

/**
 * An answer that was once there stays on the page while a later asking fails; the failure stands above it, or in the
 * frame's own banner when it is the connection.
 */
export function Waiting<Answer>({ query, children }: WaitingProps<Answer>) {
  const { text, refusal } = useWords();
  const refused = refusalOf(query.error);
  const isUnderBanner = query.data !== undefined && refused?.code === 'server_unreachable';
  const failure =
    refused === null || isUnderBanner ? null : (
      <Banner
        tone="danger"
        className="mb-6"
        action={
          <Button
            variant="secondary"
            size="small"
            icon="refresh"
            busy={query.isFetching}
            onClick={() => void query.refetch()}
          >
            {text('common.retry')}
          </Button>
        }
      >
        {refusal(refused)}
      </Banner>
    );
  if (query.data !== undefined) {
    return (
      <>
        {failure}
        {children(query.data)}
      </>
    );
  }
  if (failure !== null) return failure;
  return (
    <div className="flex justify-center py-16">
      <Spinner label={text('common.loading')} isLabelVisible />
    </div>
  );
}
