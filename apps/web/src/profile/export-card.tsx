// Taking one's data along: one file, made with a fresh proof.
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { StepUpDialog } from '../session/step-up-dialog.tsx';
import { useWords } from '../words/words.tsx';
import { saveFile } from './save-file.ts';

export function ExportCard() {
  const { text } = useWords();
  const say = useStatus();
  const [isAsking, setAsking] = useState(false);
  const download = useMutation(
    queries.activity.exportData.mutationOptions({
      onSuccess: (file) => {
        setAsking(false);
        saveFile({ ...file, type: 'application/json' });
        say({ tone: 'success', text: text('passkey.exported') });
      },
    }),
  );
  return (
    <Card title={text('passkey.export_title')} description={text('passkey.export_intro')}>
      <Button variant="secondary" icon="download" onClick={() => setAsking(true)}>
        {text('passkey.export')}
      </Button>
      <StepUpDialog
        isOpen={isAsking}
        isBusy={download.isPending}
        refusal={refusalOf(download.error)}
        facts={[{ id: 'action', term: text('access.fact_action'), detail: text('passkey.export') }]}
        onProof={(stepUpCode) => download.mutate({ stepUpCode })}
        onClose={() => {
          setAsking(false);
          download.reset();
        }}
      />
    </Card>
  );
}
