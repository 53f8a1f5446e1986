// The numbered steps of a guide: what to do, and the drawings of where, beside it on wide pages.
import { classNames } from '@mandato/ui/class-names';
import type { ReactNode } from 'react';

export interface GuideStepView {
  id: string;
  title: string;
  body: string;
  /** `Step 3`, for who does not see the number. */
  label: string;
  pictures: readonly ReactNode[];
}

export interface GuideStepsProps {
  steps: readonly GuideStepView[];
  /** There is room for the drawings beside the words. */
  isWide: boolean;
}

export function GuideSteps({ steps, isWide }: GuideStepsProps) {
  return (
    <ol className="flex flex-col pt-2">
      {steps.map((step, index) => (
        <li
          key={step.id}
          className={classNames(
            'relative grid grid-cols-[2.25rem_minmax(0,1fr)] gap-x-3 pb-9 last:pb-1 sm:gap-x-4',
            isWide ? 'lg:grid-cols-[2.25rem_minmax(0,5fr)_minmax(0,6fr)] lg:gap-x-6 lg:pb-12' : undefined,
          )}
        >
          {index === steps.length - 1 ? null : (
            <span
              aria-hidden="true"
              className="absolute top-11 bottom-2 left-[1.0625rem] w-0.5 rounded-full bg-line max-sm:hidden"
            />
          )}
          <span
            aria-hidden="true"
            className="flex size-9 items-center justify-center rounded-full bg-accent font-semibold text-on-accent"
          >
            {index + 1}
          </span>
          <div className={classNames('min-w-0 self-start pt-1', isWide ? 'lg:sticky lg:top-24' : undefined)}>
            <h3 className="font-semibold text-[1.0625rem]">
              <span className="sr-only">{step.label}: </span>
              {step.title}
            </h3>
            <p className="mt-1.5 text-soft max-sm:-ml-12 max-sm:mt-3">{step.body}</p>
          </div>
          <div
            className={classNames(
              'col-span-full mt-4 flex min-w-0 flex-col gap-4 sm:col-start-2',
              isWide ? 'lg:col-start-3 lg:mt-0' : undefined,
            )}
          >
            {step.pictures}
          </div>
        </li>
      ))}
    </ol>
  );
}
