// The keyboard stays where it was when what held it is drawn anew or goes away.
import { type FocusEvent, useEffect, useRef } from 'react';

export interface KeptFocus {
  onFocus: (event: FocusEvent) => void;
  onBlur: () => void;
}

/**
 * For the element around. React tells of no blur when it takes an element away, so that what is noted then still stands:
 * the keyboard goes to what `find` gives for it, once something else of `drawn` is there.
 */
export function useKeptFocus(drawn: unknown, find: (held: HTMLElement) => HTMLElement | null): KeptFocus {
  const held = useRef<HTMLElement | null>(null);
  const finder = useRef(find);
  finder.current = find;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn is looked at on the page itself.
  useEffect(() => {
    if (held.current === null || held.current.isConnected) return;
    if (document.activeElement === document.body) finder.current(held.current)?.focus();
  }, [drawn]);
  return {
    onFocus: ({ target }) => {
      held.current = target instanceof HTMLElement ? target : null;
    },
    onBlur: () => {
      held.current = null;
    },
  };
}
