// Asks when a key ends; an empty date says that it does not.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Dialog } from '@mandato/ui/dialog';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { localDay, startOfDay } from '../words/local-day.ts';
import { browserZone } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import { ExpiryField } from './expiry-field.tsx';

export interface ExpiryDialogProps {
  link: LinkView;
  onClose: () => void;
}

export function ExpiryDialog({ link, onClose }: ExpiryDialogProps) {
  const { text, refusal } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const { linkId, expiresAt } = link;
  const [day, setDay] = useState(expiresAt === null ? '' : localDay(Date.parse(expiresAt), browserZone()));
  const state = useMutation(
    queries.links.stateExpiry.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: queries.links.key() });
        onClose();
        say({ tone: 'success', text: text('link.expires_saved') });
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!state.isPending) state.mutate({ linkId, expiresAt: startOfDay(day) });
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={text('link.expires_title')}
      closeLabel={text('common.close')}
    >
      <form noValidate onSubmit={submit} className="flex flex-col gap-5">
        <ExpiryField value={day} onChange={setDay} />
        {state.error === null ? null : <Banner tone="danger">{refusal(refusalOf(state.error))}</Banner>}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" busy={state.isPending}>
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
