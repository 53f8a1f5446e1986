// Recovery codes: how many are left, and ten fresh ones that are shown once.
import type { PortalSecurity } from '@mandato/lonja/api-contract/security-contract';
import { Badge } from '@mandato/ui/badge';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { CheckboxRow } from '@mandato/ui/checkbox-row';
import { CopyField } from '@mandato/ui/copy-field';
import { Dialog } from '@mandato/ui/dialog';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import { CodeForm } from '../session/code-form.tsx';
import { usePortalCall } from '../session/use-portal-call.ts';
import { securityQuery } from './security-query.ts';

export function RecoveryCard({ security }: { security: PortalSecurity }) {
  const { text } = useWords();
  const { hasTwoFactor, recoveryCodesLeft } = security;
  const [isOpen, setOpen] = useState(false);
  return (
    <Card
      title={text('recovery.title')}
      actions={
        hasTwoFactor ? (
          <Badge tone={recoveryCodesLeft > 2 ? 'success' : 'warning'}>
            {text('recovery.left', { count: recoveryCodesLeft })}
          </Badge>
        ) : undefined
      }
    >
      <p className="text-soft">{text(hasTwoFactor ? 'recovery.text' : 'recovery.needTwoFactor')}</p>
      {hasTwoFactor ? (
        <Button variant="secondary" className="mt-4" onClick={() => setOpen(true)}>
          {text(recoveryCodesLeft === 0 ? 'recovery.make' : 'recovery.remake')}
        </Button>
      ) : null}
      {isOpen ? <RecoveryDialog hasCodes={recoveryCodesLeft > 0} onClose={() => setOpen(false)} /> : null}
    </Card>
  );
}

function RecoveryDialog({ hasCodes, onClose }: { hasCodes: boolean; onClose: () => void }) {
  const { text } = useWords();
  const client = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const make = usePortalCall('makeRecoveryCodes', (answer) => {
    setCodes(answer.codes);
    void client.invalidateQueries(securityQuery);
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={codes === null}
      title={text(codes === null ? 'recovery.make' : 'recovery.shownTitle')}
      description={codes === null && hasCodes ? text('recovery.remakeText') : undefined}
      closeLabel={text('app.close')}
    >
      {codes === null ? (
        <CodeForm
          submitLabel={text('code.confirm')}
          isBusy={make.isBusy}
          refusal={make.refusal}
          onCode={(code) => make.send({ code })}
          onCancel={onClose}
        />
      ) : (
        <ShownCodes codes={codes} onClose={onClose} />
      )}
    </Dialog>
  );
}

function ShownCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { text } = useWords();
  const [isSaved, setSaved] = useState(false);
  return (
    <div className="flex flex-col gap-4">
      <Banner tone="warning" isStatic>
        {text('recovery.shownText')}
      </Banner>
      <CopyField
        label={text('recovery.title')}
        value={codes.join('\n')}
        copyLabel={text('recovery.copy')}
        copiedLabel={text('app.copied')}
        failedLabel={text('app.copyFailed')}
      />
      <CheckboxRow label={text('recovery.saved')} checked={isSaved} onCheckedChange={setSaved} />
      <Button disabled={!isSaved} onClick={onClose}>
        {text('recovery.close')}
      </Button>
    </div>
  );
}
