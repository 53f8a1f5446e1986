// Name, optional IP addresses and permissions of a new key; then the code, in a dialog.
import { type PortalCalls, portalPermissions } from '@mandato/lonja/api-contract/portal-contract';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { Dialog } from '@mandato/ui/dialog';
import { SwitchRow } from '@mandato/ui/switch-row';
import { TextField } from '@mandato/ui/text-field';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import { CodeForm } from '../session/code-form.tsx';
import { useFocusOnFault } from '../session/use-focus-on-fault.ts';
import { usePortalCall } from '../session/use-portal-call.ts';
import { AddressRows } from './address-rows.tsx';
import {
  type DraftFaults,
  draftAddresses,
  draftFaults,
  emptyDraft,
  type KeyDraft,
  togglePermission,
} from './key-draft.ts';
import { keysQuery } from './keys-query.ts';

type Created = PortalCalls['createKey']['answer'];

export function NewKeyForm({ onCreated }: { onCreated: (created: Created) => void }) {
  const { text } = useWords();
  const [draft, setDraft] = useState<KeyDraft>(emptyDraft);
  const [faults, setFaults] = useState<DraftFaults | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [isAskingCode, setAskingCode] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useFocusOnFault(form, attempt);
  function change(next: KeyDraft) {
    setDraft(next);
    if (faults !== null) setFaults(draftFaults(next));
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    const found = draftFaults(draft);
    setFaults(found);
    setAttempt(attempt + 1);
    if (found === null) setAskingCode(true);
  }
  return (
    <>
      <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-5">
        <Card>
          <TextField
            label={text('newKey.name')}
            hint={text('newKey.nameHint')}
            name="name"
            autoComplete="off"
            maxLength={50}
            value={draft.name}
            onChange={(event) => change({ ...draft, name: event.currentTarget.value })}
            error={faults?.isNameMissing === true ? text('form.nameMissing') : undefined}
          />
        </Card>
        <Card title={text('newKey.addressesTitle')}>
          <AddressRows draft={draft} faults={faults} onChange={change} />
        </Card>
        <PermissionSwitches draft={draft} faults={faults} onChange={change} />
        <Button type="submit" className="sm:self-start">
          {text('newKey.submit')}
        </Button>
      </form>
      <AskCode
        draft={draft}
        isOpen={isAskingCode}
        onClose={() => setAskingCode(false)}
        onCreated={onCreated}
      />
    </>
  );
}

interface DraftPartProps {
  draft: KeyDraft;
  faults: DraftFaults | null;
  onChange: (draft: KeyDraft) => void;
}

function PermissionSwitches({ draft, faults, onChange }: DraftPartProps) {
  const { text } = useWords();
  return (
    <Card title={text('newKey.permissionsTitle')} description={text('newKey.permissionsText')}>
      <div className="divide-y divide-line border-line border-t">
        {portalPermissions.map((permission) => (
          <SwitchRow
            key={permission}
            label={text(`permission.${permission}`)}
            description={text(`permission.${permission}.text`)}
            warning={permission === 'make_withdrawals' ? text(`permission.${permission}.warning`) : undefined}
            checked={draft.permissions.has(permission)}
            onCheckedChange={() =>
              onChange({ ...draft, permissions: togglePermission(draft.permissions, permission) })
            }
          />
        ))}
      </div>
      <p aria-live="polite" className="font-medium text-danger-ink text-sm">
        {faults?.isPermissionMissing === true ? text('form.permissionMissing') : null}
      </p>
    </Card>
  );
}

interface AskCodeProps {
  draft: KeyDraft;
  isOpen: boolean;
  onClose: () => void;
  onCreated: (created: Created) => void;
}

function AskCode({ draft, isOpen, onClose, onCreated }: AskCodeProps) {
  const { text } = useWords();
  const client = useQueryClient();
  const create = usePortalCall('createKey', (created) => {
    void client.invalidateQueries({ queryKey: keysQuery.queryKey });
    onCreated(created);
  });
  function close() {
    create.reset();
    onClose();
  }
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={text('newKey.codeTitle')}
      description={text('newKey.codeText')}
      closeLabel={text('app.close')}
    >
      <CodeForm
        submitLabel={text('code.confirm')}
        isBusy={create.isBusy}
        refusal={create.refusal}
        onCancel={close}
        onCode={(code) =>
          create.send({
            name: draft.name.trim(),
            addresses: draftAddresses(draft),
            permissions: portalPermissions.filter((permission) => draft.permissions.has(permission)),
            acceptedSecurityInformation: true,
            code,
          })
        }
      />
    </Dialog>
  );
}
