// The live check, step by step: what is done, what is under way, what comes.
import { Icon } from '@mandato/ui/icon';
import { Spinner } from '@mandato/ui/spinner';
import { useWords } from '../words/words.tsx';

/** How far the check has come, as far as this page can know it. */
export type CheckStage = 'sealing' | 'asking';

export function CheckProgress({ stage }: { stage: CheckStage }) {
  const { text } = useWords();
  const steps = [
    { id: 'seal', label: text('link.check_sealed'), isDone: stage === 'asking' },
    { id: 'probe', label: text('link.check_probes'), isDone: false },
  ];
  const current = steps.find((step) => !step.isDone)?.id;
  return (
    <div role="status" className="rounded-xl bg-sunken p-4">
      <p className="font-semibold">{text('link.checking')}</p>
      <ul className="mt-2 flex flex-col gap-1.5 text-[0.95rem]">
        {steps.map((step) => (
          <li key={step.id} className="flex items-center gap-2">
            {step.isDone ? (
              <Icon name="check" className="size-4" />
            ) : step.id === current ? (
              <Spinner className="size-4" />
            ) : (
              <span className="size-4" />
            )}
            {step.label}
          </li>
        ))}
      </ul>
      <p className="mt-2 text-soft text-sm">{text('link.check_note')}</p>
    </div>
  );
}
