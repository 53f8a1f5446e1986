// The live check, each step as it really happens: the server is asked again and again until the answer is there.
import { Icon } from '@mandato/ui/icon';
import { Spinner } from '@mandato/ui/spinner';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../session/api.ts';
import { useWords } from '../words/words.tsx';
import { type CheckRow, checkRows } from './check-rows.ts';

export interface CheckProgressProps {
  checkId: string;
  /** The key was sealed and sent. */
  isSealed: boolean;
  isRunning: boolean;
}

export function CheckProgress({ checkId, isSealed, isRunning }: CheckProgressProps) {
  const { text } = useWords();
  const steps = useQuery(
    queries.links.checkSteps.queryOptions({
      input: { checkId },
      enabled: isSealed,
      refetchInterval: isRunning ? 250 : false,
      gcTime: 0,
    }),
  );
  const rows = checkRows({ isSealed, isRunning, steps: steps.data ?? [] });
  return (
    <div role="status" className="rounded-xl bg-sunken p-4">
      <p className="font-semibold">{text(isRunning ? 'link.checking' : 'link.check_again_done')}</p>
      <ul className="mt-2 flex flex-col gap-1.5 text-[0.95rem]">
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      <p className="mt-3 text-soft text-sm">{text('link.check_note')}</p>
    </div>
  );
}

function Row({ row }: { row: CheckRow }) {
  const { text } = useWords();
  const { step, isDone } = row;
  return (
    <li className="flex items-start gap-2">
      <span className="flex h-6 w-4 shrink-0 items-center">
        {isDone ? <Icon name="check" className="size-4" /> : <Spinner className="size-4" />}
      </span>
      <span className="min-w-0">
        {text(labelOf(step))}
        {step.kind === 'answered' ? <Answer {...step} /> : null}
      </span>
    </li>
  );
}

function Answer({ status, code }: { status: number | null; code: string | null }) {
  const { text } = useWords();
  const answer =
    status === null ? text('link.step_no_answer') : text('link.step_answer', { status, code: code ?? '' });
  return <span className="text-soft text-sm"> · {answer.trim()}</span>;
}

function labelOf(step: CheckRow['step']) {
  switch (step.kind) {
    case 'sealed':
      return 'link.check_sealed';
    case 'starting':
      return 'link.check_probes';
    case 'asking':
    case 'answered':
      return `link.ask_${step.probe}` as const;
    case 'opened':
    case 'judged':
    case 'confirmed':
    case 'stored':
      return `link.step_${step.kind}` as const;
  }
}
