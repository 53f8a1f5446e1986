// A key on or off: off at once, on again only with a code.
import type { PortalKey } from '@mandato/lonja/api-contract/portal-contract';
import { Banner } from '@mandato/ui/banner';
import { Dialog } from '@mandato/ui/dialog';
import { useStatus } from '@mandato/ui/status-region';
import { SwitchRow } from '@mandato/ui/switch-row';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import { CodeForm } from '../session/code-form.tsx';
import { usePortalCall } from '../session/use-portal-call.ts';
import { keysQuery } from './keys-query.ts';

export function KeySwitch({ apiKey }: { apiKey: PortalKey }) {
  const { text, refusal } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const { keyId, name, isOn } = apiKey;
  const [isAsking, setAsking] = useState(false);
  const turn = usePortalCall('switchKey', (answer) => {
    client.setQueryData(keysQuery.queryKey, answer);
    setAsking(false);
    say({ tone: 'success', text: text(isOn ? 'keys.switchedOff' : 'keys.switchedOn', { name }) });
  });
  return (
    <>
      <SwitchRow
        className="py-0"
        label={text('keys.switch')}
        description={text('keys.switchText')}
        checked={isOn}
        onCheckedChange={(wanted) => {
          turn.reset();
          if (wanted) setAsking(true);
          else turn.send({ keyId, isOn: false, code: null });
        }}
      />
      {turn.refusal === null || isAsking ? null : (
        <Banner tone="danger" className="mt-3">
          {refusal(turn.refusal)}
        </Banner>
      )}
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title={text('keys.switchOnTitle', { name })}
        description={text('keys.switchOnText')}
        closeLabel={text('app.close')}
      >
        <CodeForm
          submitLabel={text('keys.switchOnConfirm')}
          isBusy={turn.isBusy}
          refusal={turn.refusal}
          onCode={(code) => turn.send({ keyId, isOn: true, code })}
          onCancel={() => setAsking(false)}
        />
      </Dialog>
    </>
  );
}
