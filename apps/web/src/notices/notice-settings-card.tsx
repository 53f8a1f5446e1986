// Which notices are also sent out: on with a press, off only with a fresh proof.
import {
  type NoticeGroup,
  type NoticeSettings,
  noticeGroups,
} from '@mandato/server/api-contract/notice-contract';
import { Card } from '@mandato/ui/card';
import { useStatus } from '@mandato/ui/status-region';
import { SwitchRow } from '@mandato/ui/switch-row';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { StepUpDialog } from '../session/step-up-dialog.tsx';
import { useWords } from '../words/words.tsx';

type GoesOut = NoticeSettings['goesOut'];

export function NoticeSettingsCard() {
  const { text } = useWords();
  const settings = useQuery(queries.notices.settings.queryOptions());
  if (settings.data === undefined) return null;
  const { email, goesOut } = settings.data;
  if (email === null) {
    return <Card title={text('notice.settings_title')} description={text('notice.settings_none')} />;
  }
  return (
    <Card title={text('notice.settings_title')} description={text('notice.settings_intro', { email })}>
      <Switches goesOut={goesOut} />
    </Card>
  );
}

function Switches({ goesOut }: { goesOut: GoesOut }) {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const [asked, setAsked] = useState<{ group: NoticeGroup; goesOut: GoesOut } | null>(null);
  const change = useMutation(
    queries.notices.setSettings.mutationOptions({
      onSuccess: async (settings) => {
        client.setQueryData(queries.notices.settings.queryKey(), settings);
        await client.invalidateQueries({ queryKey: queries.notices.key() });
        setAsked(null);
        say({ tone: 'success', text: text('notice.settings_saved') });
      },
    }),
  );
  function press(group: NoticeGroup, isOn: boolean) {
    const next = { ...goesOut, [group]: isOn };
    if (isOn) change.mutate({ goesOut: next, stepUpCode: null });
    else setAsked({ group, goesOut: next });
  }
  return (
    <>
      <div className="divide-y divide-line">
        {noticeGroups.map((group) => (
          <SwitchRow
            key={group}
            label={text(`notice.settings_${group}`)}
            description={text(`notice.settings_${group}_about`)}
            checked={goesOut[group]}
            disabled={change.isPending}
            onCheckedChange={(isOn) => press(group, isOn)}
          />
        ))}
      </div>
      <StepUpDialog
        isOpen={asked !== null}
        isBusy={change.isPending}
        refusal={refusalOf(change.error)}
        facts={[
          {
            id: 'action',
            term: text('access.fact_action'),
            detail:
              asked === null
                ? ''
                : text('notice.settings_off_action', { groups: text(`notice.settings_${asked.group}`) }),
          },
        ]}
        note={<p className="text-soft">{text('notice.settings_off_note')}</p>}
        onProof={(stepUpCode) => {
          if (asked !== null) change.mutate({ goesOut: asked.goesOut, stepUpCode });
        }}
        onClose={() => {
          setAsked(null);
          change.reset();
        }}
      />
    </>
  );
}
