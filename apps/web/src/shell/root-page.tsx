// Around every page: short messages, and the focus at the top of a page that was just opened.
import { mainId } from '@mandato/ui/skip-link';
import { StatusRegion } from '@mandato/ui/status-region';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useWords } from '../words/words.tsx';

export function RootPage() {
  const { text } = useWords();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const lastPath = useRef(path);
  useEffect(() => {
    if (lastPath.current === path) return;
    lastPath.current = path;
    window.scrollTo(0, 0);
    document.getElementById(mainId)?.focus();
  }, [path]);
  return (
    <StatusRegion closeLabel={text('common.close')}>
      <Outlet />
    </StatusRegion>
  );
}
