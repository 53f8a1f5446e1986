// The frame of pages without a menu: log in, sign up, things anyone may read.
import type { ReactNode } from 'react';
import { TopBar } from './app-shell.tsx';
import { classNames } from './class-names.ts';
import { mainId, SkipLink } from './skip-link.tsx';

export interface PlainShellProps {
  mark: ReactNode;
  skipLabel: string;
  topBarEnd?: ReactNode | undefined;
  notice?: ReactNode | undefined;
  footer?: ReactNode | undefined;
  /** `narrow` for one form in the middle, `reading` for text, `wide` for everything else. */
  width?: 'narrow' | 'reading' | 'wide' | undefined;
  children: ReactNode;
}

export function PlainShell(props: PlainShellProps) {
  const { mark, skipLabel, topBarEnd, notice, footer, width = 'narrow', children } = props;
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink label={skipLabel} />
      <TopBar mark={mark} end={topBarEnd} notice={notice} />
      <main
        id={mainId}
        tabIndex={-1}
        className={classNames('mx-auto w-full flex-1 px-4 py-8 outline-none sm:py-14', widthClass[width])}
      >
        {children}
      </main>
      {footer === undefined ? null : (
        <footer className="border-line border-t px-4 py-5 text-center text-sm text-soft">{footer}</footer>
      )}
    </div>
  );
}

const widthClass = { narrow: 'max-w-md', reading: 'max-w-3xl', wide: 'max-w-6xl' } as const;
