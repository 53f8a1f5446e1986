// When one part of a page takes the place of another, the keyboard starts again at the top of the page's content.
import { mainId } from '@mandato/ui/skip-link';
import { useEffect, useRef } from 'react';

/** Does nothing at first. `isScrolling` also shows the top of the page. */
export function useFocusOnChange(stage: string, { isScrolling }: { isScrolling: boolean }): void {
  const last = useRef(stage);
  useEffect(() => {
    if (last.current === stage) return;
    last.current = stage;
    if (isScrolling) window.scrollTo(0, 0);
    document.getElementById(mainId)?.focus({ preventScroll: true });
  }, [stage, isScrolling]);
}
