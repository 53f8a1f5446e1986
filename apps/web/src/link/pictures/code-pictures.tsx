// Drawings of the codes of an authenticator app, and of the key with the secret that is shown once.
import { Icon } from '@mandato/ui/icon';
import { useWords } from '../../words/words.tsx';
import { pageNames } from './page-names.ts';
import type { PictureProps } from './page-pictures.tsx';
import { Marked, PageButton, PageField, Screen } from './screen.tsx';

const digits = ['4', '9', '2', '0', '1', '8'] as const;

function CodeBoxes() {
  return (
    <span className="flex gap-1">
      {digits.map((digit) => (
        <span
          key={digit}
          className="flex h-8 w-6 items-center justify-center rounded-md border border-edge bg-surface font-mono font-semibold"
        >
          {digit}
        </span>
      ))}
    </span>
  );
}

/** A telephone with the six digits that change every thirty seconds, and where they go. */
export function TwoFactorPicture({ exchange }: PictureProps) {
  const words = useWords();
  const { text } = words;
  return (
    <Screen alt={text('picture.alt_two_factor')} place={pageNames(exchange, words).host}>
      <div className="flex items-center justify-center gap-4 @max-[21.5rem]:flex-col @max-[21.5rem]:gap-3">
        <span className="flex w-32 shrink-0 flex-col items-center gap-1.5 rounded-2xl border-2 border-edge bg-sunken px-3 pt-2 pb-4">
          <span className="mb-1 h-1 w-8 rounded-full bg-edge" />
          <span className="text-center text-soft text-xs leading-4">{text('picture.app')}</span>
          <span className="font-mono font-semibold text-accent-ink text-lg">492 018</span>
          <svg viewBox="0 0 24 24" className="size-6" aria-hidden="true">
            <circle cx="12" cy="12" r="9" className="fill-none stroke-line" strokeWidth="3.5" />
            <path
              d="M12 3a9 9 0 1 1-8.5 6"
              className="fill-none stroke-accent"
              strokeWidth="3.5"
              strokeLinecap="round"
            />
          </svg>
        </span>
        <Icon name="arrow-right" className="size-5 text-accent-ink @max-[21.5rem]:rotate-90" />
        <span className="flex flex-col items-start gap-2 @max-[21.5rem]:items-center">
          <span className="text-soft text-xs">{text('picture.code')}</span>
          <Marked>
            <CodeBoxes />
          </Marked>
          <span className="mt-1 flex items-center gap-1 text-soft text-xs">
            <Icon name="refresh" className="size-3.5" />
            {text('picture.every')}
          </span>
        </span>
      </div>
    </Screen>
  );
}

/** The window that asks for a code before the key is made. */
export function ConfirmCodePicture({ exchange }: PictureProps) {
  const words = useWords();
  const { text } = words;
  const names = pageNames(exchange, words);
  return (
    <Screen
      alt={text('picture.alt_confirm_code', { exchange: names.exchange })}
      place={`${names.host} › API`}
    >
      <div className="mx-auto flex w-fit max-w-full flex-col items-center gap-4 rounded-xl border border-line bg-surface px-5 py-4 shadow-float">
        <span className="flex items-center gap-2 text-center font-semibold">
          <Icon name="smartphone" className="size-4 text-accent-ink" />
          {text('picture.enter_code')}
        </span>
        <CodeBoxes />
        <Marked>
          <PageButton>{text('picture.confirm')}</PageButton>
        </Marked>
      </div>
    </Screen>
  );
}

/** Key and secret with a button to copy each; the secret is shown this once. */
export function SecretPicture({ exchange }: PictureProps) {
  const words = useWords();
  const { text } = words;
  const names = pageNames(exchange, words);
  const copy = (
    <Marked className="mr-1.5 shrink-0">
      <span className="flex items-center gap-1 px-1 font-semibold text-accent-ink text-xs">
        <Icon name="copy" className="size-3.5" />
        {text('picture.copy')}
      </span>
    </Marked>
  );
  return (
    <Screen alt={text('picture.alt_secret', { exchange: names.exchange })} place={`${names.host} › API`}>
      <div className="flex flex-col gap-4">
        <PageField label={names.key}>
          <span className="font-mono">aB3dE5gH…</span>
          {copy}
        </PageField>
        <PageField label={names.secret}>
          <span className="font-mono">4f0c91••••••</span>
          {copy}
        </PageField>
        <span className="flex w-fit items-center gap-1.5 rounded-full bg-warning-soft px-2.5 py-0.5 font-semibold text-warning-ink text-xs">
          <Icon name="warning" className="size-3.5" />
          {text('picture.shown_once')}
        </span>
      </div>
    </Screen>
  );
}
