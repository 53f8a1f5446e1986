// Asks when a key ends; an empty date says that it does not.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../session/api.ts';
import { FormDialog } from '../session/form-dialog.tsx';
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
  const { text } = useWords();
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
  return (
    <FormDialog
      title={text('link.expires_title')}
      submitLabel={text('common.save')}
      isBusy={state.isPending}
      refusal={refusalOf(state.error)}
      onSubmit={() => state.mutate({ linkId, expiresAt: startOfDay(day) })}
      onClose={onClose}
    >
      <ExpiryField value={day} onChange={setDay} />
    </FormDialog>
  );
}
