// Deleting a key asks for a code, and says what happens to programs and open orders.
import type { PortalKey } from '@mandato/lonja/api-contract/portal-contract';
import { Dialog } from '@mandato/ui/dialog';
import { useStatus } from '@mandato/ui/status-region';
import { useQueryClient } from '@tanstack/react-query';
import { useWords } from '../messages/use-words.ts';
import { CodeForm } from '../session/code-form.tsx';
import { usePortalCall } from '../session/use-portal-call.ts';
import { keysQuery } from './keys-query.ts';

export interface DeleteKeyDialogProps {
  apiKey: PortalKey;
  isOpen: boolean;
  onClose: () => void;
}

export function DeleteKeyDialog({ apiKey, isOpen, onClose }: DeleteKeyDialogProps) {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const remove = usePortalCall('deleteKey', (answer) => {
    client.setQueryData(keysQuery.queryKey, answer);
    say({ tone: 'success', text: text('keys.deleted', { name: apiKey.name }) });
  });
  function close() {
    remove.reset();
    onClose();
  }
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={text('keys.deleteTitle', { name: apiKey.name })}
      description={text('keys.deleteText')}
      closeLabel={text('app.close')}
    >
      <CodeForm
        submitLabel={text('keys.deleteConfirm')}
        submitVariant="danger"
        isBusy={remove.isBusy}
        refusal={remove.refusal}
        onCode={(code) => remove.send({ keyId: apiKey.keyId, code })}
        onCancel={close}
      />
    </Dialog>
  );
}
