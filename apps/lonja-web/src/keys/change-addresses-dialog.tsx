// Other IP addresses for a key: the same rows as when it was made, then a code.
import type { PortalKey } from '@mandato/lonja/api-contract/portal-contract';
import { Button } from '@mandato/ui/button';
import { Dialog, DialogFooter } from '@mandato/ui/dialog';
import { useStatus } from '@mandato/ui/status-region';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import { CodeForm } from '../session/code-form.tsx';
import { useFocusOnFault } from '../session/use-focus-on-fault.ts';
import { usePortalCall } from '../session/use-portal-call.ts';
import { AddressRows } from './address-rows.tsx';
import { type DraftFaults, draftAddresses, draftFaults, type KeyDraft } from './key-draft.ts';
import { keysQuery } from './keys-query.ts';

export interface ChangeAddressesDialogProps {
  apiKey: PortalKey;
  onClose: () => void;
}

export function ChangeAddressesDialog({ apiKey, onClose }: ChangeAddressesDialogProps) {
  const { text } = useWords();
  const { keyId, name, addresses } = apiKey;
  const client = useQueryClient();
  const say = useStatus();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<KeyDraft>({
    name,
    isRestricted: addresses.length > 0,
    addresses: addresses.length > 0 ? addresses : [''],
    permissions: new Set(apiKey.permissions),
  });
  const [faults, setFaults] = useState<DraftFaults | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [isAskingCode, setAskingCode] = useState(false);
  const change = usePortalCall('changeKeyAddresses', (answer) => {
    client.setQueryData(keysQuery.queryKey, answer);
    say({ tone: 'success', text: text('keys.addressesSaved', { name }) });
    onClose();
  });
  useFocusOnFault(form, attempt);
  function submit(event: FormEvent) {
    event.preventDefault();
    // A key without permissions keeps having none: that is not what is changed here.
    const found = draftFaults({ ...draft, permissions: new Set(['view_balances']) });
    setFaults(found);
    setAttempt(attempt + 1);
    if (found === null) setAskingCode(true);
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={text('keys.addressesTitle', { name })}
      description={text('keys.addressesText')}
      closeLabel={text('app.close')}
    >
      {isAskingCode ? (
        <CodeForm
          submitLabel={text('keys.addressesConfirm')}
          isBusy={change.isBusy}
          refusal={change.refusal}
          onCode={(code) => change.send({ keyId, addresses: draftAddresses(draft), code })}
          onCancel={onClose}
        />
      ) : (
        <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-5">
          <div>
            <AddressRows draft={draft} faults={faults} onChange={setDraft} />
          </div>
          <DialogFooter>
            <Button variant="secondary" onClick={onClose}>
              {text('app.cancel')}
            </Button>
            <Button type="submit">{text('newKey.continue')}</Button>
          </DialogFooter>
        </form>
      )}
    </Dialog>
  );
}
