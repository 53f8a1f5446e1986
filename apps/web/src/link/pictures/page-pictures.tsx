// Drawings of the way to a new key: the menu of the account, the page of keys, and the kinds of key.
import type { GuidedExchange } from '@mandato/server/api-contract/exchange-guide';
import { Icon } from '@mandato/ui/icon';
import { useWords } from '../../words/words.tsx';
import { pageNames } from './page-names.ts';
import { Blank, Marked, PageButton, Screen } from './screen.tsx';

export interface PictureProps {
  exchange: GuidedExchange;
}

/** The menu of the account at the top right, open, with the one entry to choose. */
export function ProfileMenuPicture({ exchange }: PictureProps) {
  const words = useWords();
  const { menuItem, host, ...names } = pageNames(exchange, words);
  return (
    <Screen
      alt={words.text('picture.alt_profile_menu', { exchange: names.exchange, item: menuItem })}
      place={host}
    >
      <div className="flex items-center gap-3 border-line border-b pb-3">
        <span className="font-semibold">{names.exchange}</span>
        <Blank className="w-8 max-sm:hidden" />
        <Blank className="w-10 max-sm:hidden" />
        <span className="ml-auto">
          <Marked>
            <span className="flex items-center gap-1.5 px-1.5 py-0.5">
              <Icon name="user" className="size-4.5 text-accent-ink" />
              {words.text('picture.person')}
              <Icon name="chevron-down" className="size-3.5 text-soft" />
            </span>
          </Marked>
        </span>
      </div>
      <div className="mt-3 flex gap-4">
        <div className="flex min-w-0 flex-1 flex-col gap-2.5 pt-1">
          <Blank className="w-3/4" />
          <Blank className="w-full" />
          <Blank className="w-1/2" />
          <Blank className="w-5/6" />
        </div>
        <div className="flex w-40 shrink-0 flex-col gap-3 rounded-xl border border-line bg-surface p-3 shadow-float">
          <Blank className="w-16" />
          <Marked>
            <span className="block rounded-lg bg-accent-soft px-2 py-1 font-semibold text-accent-ink">
              {menuItem}
            </span>
          </Marked>
          <Blank className="mt-1 w-20" />
        </div>
      </div>
    </Screen>
  );
}

/** The place called API, and the button for a new key. */
export function NewKeyPicture({ exchange }: PictureProps) {
  const words = useWords();
  const { newKey, host, ...names } = pageNames(exchange, words);
  const isTab = exchange === 'kraken';
  const alt = words.text('picture.alt_new_key', { exchange: names.exchange, place: 'API', button: newKey });
  const api = (
    <Marked>
      <span className="flex items-center gap-1.5 rounded-lg bg-accent-soft px-2.5 py-1 font-semibold text-accent-ink">
        <Icon name="key" className="size-3.5" />
        API
      </span>
    </Marked>
  );
  const button = (
    <Marked className="w-fit max-w-full">
      <PageButton>+ {newKey}</PageButton>
    </Marked>
  );
  if (isTab) {
    return (
      <Screen alt={alt} place={`${host} › ${names.menuItem}`}>
        <div className="flex items-center gap-4 border-line border-b pb-3">
          <Blank className="w-10" />
          <Blank className="w-14" />
          {api}
          <Blank className="w-8" />
        </div>
        <div className="mt-4 flex flex-wrap items-center justify-between gap-4">
          <Blank className="w-24" />
          {button}
        </div>
        <Blank className="mt-5 w-2/3" />
      </Screen>
    );
  }
  return (
    <Screen alt={alt} place={`${host} › ${names.menuItem}`}>
      <div className="flex gap-4">
        <div className="flex w-20 shrink-0 flex-col gap-3.5 border-line border-r pr-4">
          <Blank className="w-full" />
          <Blank className="w-3/4" />
          {api}
          <Blank className="mt-1 w-5/6" />
        </div>
        <div className="flex min-w-0 flex-1 flex-col gap-3">
          <Blank className="w-2/3" />
          <Blank className="w-full" />
          <span className="mt-3">{button}</span>
        </div>
      </div>
    </Screen>
  );
}

/** Of two kinds of key, the one that the exchange makes itself. */
export function KeyKindPicture({ exchange }: PictureProps) {
  const words = useWords();
  const { newKey, host, ...names } = pageNames(exchange, words);
  return (
    <Screen alt={words.text('picture.alt_key_kind', { exchange: names.exchange })} place={host}>
      <div className="flex items-center justify-between gap-3 border-line border-b pb-3">
        <span className="font-semibold">{names.menuItem}</span>
        <Marked>
          <PageButton>{newKey}</PageButton>
        </Marked>
      </div>
      <div className="mt-4 flex flex-col gap-3">
        <Marked>
          <span className="flex items-center gap-3 rounded-lg border border-accent bg-accent-soft px-3 py-2">
            <Icon name="circle-check" className="size-4.5 text-accent-ink" />
            <span className="font-semibold">System generated</span>
          </span>
        </Marked>
        <span className="flex items-center justify-between gap-3 rounded-lg border border-line px-3 py-2 text-soft">
          Self-generated
          <span className="text-xs">{words.text('picture.not_needed')}</span>
        </span>
      </div>
    </Screen>
  );
}
