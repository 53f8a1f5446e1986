// Leads to another page as soon as it is drawn, leaving no way back to this one.
import { useEffect } from 'react';
import { useGo } from './page-link.tsx';

export function LeadTo({ path }: { path: string }) {
  const go = useGo();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another path is another journey.
  useEffect(() => go(path, { isReplacing: true }), [path]);
  return null;
}
