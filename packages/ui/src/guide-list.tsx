// A numbered guide: what to do, one step at a time, each with room for a drawing.
import type { ReactNode } from 'react';

export interface GuideStep {
  id: string;
  title: ReactNode;
  body?: ReactNode | undefined;
  drawing?: ReactNode | undefined;
}

export function GuideList({ steps }: { steps: readonly GuideStep[] }) {
  return (
    <ol className="flex flex-col gap-6">
      {steps.map((step, index) => (
        <li key={step.id} className="flex gap-3 sm:gap-4">
          <span
            aria-hidden="true"
            className="flex size-8 shrink-0 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent-ink text-sm"
          >
            {index + 1}
          </span>
          <div className="min-w-0 flex-1 pt-1">
            <p className="font-semibold">{step.title}</p>
            {step.body === undefined ? null : <div className="mt-1 text-soft">{step.body}</div>}
            {step.drawing === undefined ? null : (
              <div className="mt-3 overflow-hidden rounded-xl border border-line bg-sunken">
                {step.drawing}
              </div>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
