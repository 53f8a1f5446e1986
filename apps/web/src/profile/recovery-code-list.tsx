// The recovery codes, the one time that they are shown.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { useWords } from '../words/words.tsx';

export interface RecoveryCodeListProps {
  codes: readonly string[];
  onSaved: () => void;
}

export function RecoveryCodeList({ codes, onSaved }: RecoveryCodeListProps) {
  const { text } = useWords();
  return (
    <div className="flex flex-col items-start gap-5">
      <p className="font-medium">{text('access.recovery_title')}</p>
      <Banner tone="warning">{text('access.recovery_shown_once')}</Banner>
      <ul translate="no" className="grid gap-x-8 gap-y-1 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button onClick={onSaved}>{text('access.recovery_saved')}</Button>
    </div>
  );
}
