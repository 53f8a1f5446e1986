// Short messages at the edge of the page, announced once and gone after a while: "Deleted", "Saved".
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { type Tone, toneClass, toneIcon } from './banner.tsx';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

export interface StatusMessage {
  tone: Tone;
  text: string;
}

export interface StatusRegionProps {
  closeLabel: string;
  children: ReactNode;
}

/** Wrap the app once; `useStatus()` inside it gives the function that shows a message. */
export function StatusRegion({ closeLabel, children }: StatusRegionProps) {
  const [message, setMessage] = useState<StatusMessage | null>(null);
  useEffect(() => {
    if (message === null) return undefined;
    const timer = setTimeout(() => setMessage(null), shownForMs);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <StatusContext value={setMessage}>
      {children}
      <div
        role="status"
        className="pointer-events-none fixed inset-x-4 bottom-20 z-30 flex justify-center md:bottom-6"
      >
        {message === null ? null : (
          <div
            className={classNames(
              'enter-rise pointer-events-auto flex max-w-md items-center gap-3 rounded-xl border border-line py-2.5 pr-2 pl-4 shadow-float',
              toneClass[message.tone],
            )}
          >
            <Icon name={toneIcon[message.tone]} />
            <p className="min-w-0 flex-1 font-medium text-[0.95rem]">{message.text}</p>
            <button
              type="button"
              aria-label={closeLabel}
              onClick={() => setMessage(null)}
              className="flex size-9 shrink-0 items-center justify-center rounded-lg"
            >
              <Icon name="close" className="size-4" />
            </button>
          </div>
        )}
      </div>
    </StatusContext>
  );
}

export function useStatus(): (message: StatusMessage) => void {
  return useContext(StatusContext);
}

const StatusContext = createContext<(message: StatusMessage) => void>(() => undefined);
const shownForMs = 8_000;
