// Where the person is in a wizard: numbered steps, the current one marked, the finished ones ticked.
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

export interface Step {
  id: string;
  label: string;
}

export interface StepsProps {
  /** Names the list for screen readers. */
  label: string;
  steps: readonly Step[];
  currentIndex: number;
  /** Read after the name of a finished step: `done`. */
  doneLabel: string;
}

export function Steps({ label, steps, currentIndex, doneLabel }: StepsProps) {
  return (
    <ol aria-label={label} className="mb-6 flex gap-2 sm:gap-3">
      {steps.map((step, index) => (
        <li
          key={step.id}
          aria-current={index === currentIndex ? 'step' : undefined}
          className={classNames(
            'flex min-w-0 flex-1 flex-col gap-2 border-t-3 pt-2 text-sm',
            index <= currentIndex ? 'border-accent' : 'border-line',
            // On a telephone the current step alone is named: it gets the room for its name.
            index === currentIndex ? 'font-semibold text-accent-ink max-sm:flex-[3.5]' : 'text-soft',
          )}
        >
          <span className="flex items-start gap-2">
            <StepNumber number={index + 1} isDone={index < currentIndex} isCurrent={index === currentIndex} />
            <span className={index === currentIndex ? 'min-w-0' : 'min-w-0 max-sm:sr-only'}>
              {step.label}
              {index < currentIndex ? <span className="sr-only">, {doneLabel}</span> : null}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

interface StepNumberProps {
  number: number;
  isDone: boolean;
  isCurrent: boolean;
}

function StepNumber({ number, isDone, isCurrent }: StepNumberProps) {
  return (
    <span
      className={classNames(
        'flex size-5 shrink-0 items-center justify-center rounded-full text-xs',
        isDone || isCurrent ? 'bg-accent text-on-accent' : 'bg-sunken text-soft',
      )}
    >
      {isDone ? <Icon name="check" className="size-3.5" /> : number}
    </span>
  );
}
