// A value to take elsewhere, with a button that copies it and says so.
import { type ReactNode, useId, useState } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';

export interface CopyFieldProps {
  label: ReactNode;
  value: string;
  /** What is shown, where it differs from what is copied (groups of four, say). */
  shown?: string | undefined;
  hint?: ReactNode | undefined;
  copyLabel: string;
  copiedLabel: string;
  /** Said when the browser refuses: the person can still select the text. */
  failedLabel: string;
}

type CopyState = 'idle' | 'copied' | 'failed';

export function CopyField({
  label,
  value,
  shown,
  hint,
  copyLabel,
  copiedLabel,
  failedLabel,
}: CopyFieldProps) {
  const [state, setState] = useState<CopyState>('idle');
  const id = useId();
  async function copy() {
    setState((await writeClipboard(value)) ? 'copied' : 'failed');
  }
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <span id={id} className="font-medium text-[0.95rem]">
        {label}
      </span>
      <div className="flex flex-wrap items-stretch gap-2">
        <output
          aria-labelledby={id}
          className={classNames(
            'flex min-h-11 min-w-0 flex-1 basis-56 select-all items-center break-all rounded-lg border border-line bg-sunken px-3 py-2 font-mono text-[0.95rem]',
            value.includes('\n')
              ? 'basis-full overflow-x-auto whitespace-pre break-normal text-sm'
              : undefined,
          )}
        >
          {shown ?? value}
        </output>
        <Button
          variant="secondary"
          icon={state === 'copied' ? 'check' : 'copy'}
          onClick={() => void copy()}
          aria-describedby={id}
        >
          {state === 'copied' ? copiedLabel : copyLabel}
        </Button>
      </div>
      {hint === undefined ? null : <p className="text-sm text-soft">{hint}</p>}
      <p role="status" className={state === 'failed' ? 'text-danger-ink text-sm' : 'sr-only'}>
        {state === 'copied' ? copiedLabel : state === 'failed' ? failedLabel : ''}
      </p>
    </div>
  );
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
