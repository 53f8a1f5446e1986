// Key and secret of a key just made, shown this once; leaving asks that they are saved.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { CheckboxRow } from '@mandato/ui/checkbox-row';
import { CopyField } from '@mandato/ui/copy-field';
import { useEffect, useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import { paths } from '../shell/paths.ts';
import { useGo } from '../shell/portal-link.tsx';

export interface CreatedKeyProps {
  keyId: string;
  secret: string;
}

export function CreatedKey({ keyId, secret }: CreatedKeyProps) {
  const { text } = useWords();
  const go = useGo();
  const [isSaved, setSaved] = useState(false);
  useWarnBeforeUnload(!isSaved);
  return (
    <Card>
      <Banner tone="warning" title={text('newKey.secretWarning')}>
        {text('newKey.secretWarningText')}
      </Banner>
      <div className="mt-5 flex flex-col gap-5">
        <CopyField
          label={text('newKey.key')}
          value={keyId}
          copyLabel={text('newKey.copyKey')}
          copiedLabel={text('app.copied')}
          failedLabel={text('app.copyFailed')}
        />
        <CopyField
          label={text('newKey.secret')}
          value={secret}
          copyLabel={text('newKey.copySecret')}
          copiedLabel={text('app.copied')}
          failedLabel={text('app.copyFailed')}
        />
      </div>
      <CheckboxRow
        className="mt-5 border-line border-t pt-4"
        label={text('newKey.saved')}
        checked={isSaved}
        onCheckedChange={setSaved}
      />
      <Button className="mt-4 max-sm:w-full" disabled={!isSaved} onClick={() => go(paths.keys)}>
        {text('newKey.backToList')}
      </Button>
    </Card>
  );
}

/** The browser asks before the page is closed or loaded again. */
function useWarnBeforeUnload(isWarning: boolean): void {
  useEffect(() => {
    if (!isWarning) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isWarning]);
}
