// Asks for another name of a link; it is only for the person.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Dialog } from '@mandato/ui/dialog';
import { useStatus } from '@mandato/ui/status-region';
import { TextField } from '@mandato/ui/text-field';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { useWords } from '../words/words.tsx';

export interface RenameDialogProps {
  link: LinkView;
  onClose: () => void;
}

export function RenameDialog({ link, onClose }: RenameDialogProps) {
  const { text, refusal } = useWords();
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
  function submit(event: FormEvent) {
    event.preventDefault();
    setEmpty(name.trim() === '');
    if (name.trim() !== '' && !rename.isPending) rename.mutate({ linkId: link.linkId, name });
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={text('link.rename_title')}
      closeLabel={text('common.close')}
    >
      <form noValidate onSubmit={submit} className="flex flex-col gap-5">
        <TextField
          label={text('link.name')}
          hint={text('link.name_hint')}
          name="link-name"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={isEmpty ? text('error.link_name_malformed') : undefined}
        />
        {rename.error === null ? null : <Banner tone="danger">{refusal(refusalOf(rename.error))}</Banner>}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" busy={rename.isPending}>
            {text('common.save')}
          </Button>
          <Button variant="secondary" onClick={onClose}>
            {text('common.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
