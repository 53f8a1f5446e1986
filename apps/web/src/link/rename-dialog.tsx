// Asks for another name of a link; it is only for the person.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { useStatus } from '@mandato/ui/status-region';
import { TextField } from '@mandato/ui/text-field';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../session/api.ts';
import { FormDialog } from '../session/form-dialog.tsx';
import { refusalOf } from '../session/refusal.ts';
import { useWords } from '../words/words.tsx';

export interface RenameDialogProps {
  link: LinkView;
  onClose: () => void;
}

export function RenameDialog({ link, onClose }: RenameDialogProps) {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const [name, setName] = useState(link.name);
  const [isEmpty, setEmpty] = useState(false);
  const rename = useMutation(
    queries.links.rename.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: queries.links.key() });
        onClose();
        say({ tone: 'success', text: text('link.renamed') });
      },
    }),
  );
  function submit() {
    setEmpty(name.trim() === '');
    if (name.trim() !== '') rename.mutate({ linkId: link.linkId, name });
  }
  return (
    <FormDialog
      title={text('link.rename_title')}
      submitLabel={text('common.save')}
      isBusy={rename.isPending}
      refusal={refusalOf(rename.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label={text('link.name')}
        hint={text('link.name_hint')}
        name="link-name"
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={isEmpty ? text('error.link_name_malformed') : undefined}
      />
    </FormDialog>
  );
}
