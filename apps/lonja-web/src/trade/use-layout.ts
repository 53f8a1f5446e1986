// How much room the trading screen has: everything at once, two columns, or one part at a time.
import { useSyncExternalStore } from 'react';

export type Layout = 'tabs' | 'two' | 'three';

const threeColumns = '(min-width: 1240px)';
const twoColumns = '(min-width: 900px)';

export function useLayout(): Layout {
  const hasThree = useMedia(threeColumns);
  const hasTwo = useMedia(twoColumns);
  if (hasThree) return 'three';
  return hasTwo ? 'two' : 'tabs';
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const media = matchMedia(query);
      media.addEventListener('change', onChange);
      return () => media.removeEventListener('change', onChange);
    },
    () => matchMedia(query).matches,
  );
}
