// The switches: where Bitso's pages and its behaviour differ, the person chooses.
import type { SandboxSwitches } from '@mandato/lonja/api-contract/sandbox-contract';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { useStatus } from '@mandato/ui/status-region';
import { SwitchRow } from '@mandato/ui/switch-row';
import { TextField } from '@mandato/ui/text-field';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import { Waiting } from '../shell/waiting.tsx';
import { setSwitch, switchesQuery } from './ask-sandbox.ts';

type Switch = SandboxSwitches['switches'][number];

export function SwitchesCard() {
  const { text } = useWords();
  const switches = useQuery(switchesQuery);
  return (
    <Card title={text('faults.switches')} description={text('faults.switchesText')}>
      <Waiting query={switches}>
        {(answer) => (
          <div className="divide-y divide-line">
            {answer.switches.map((each) => (
              <OneSwitch key={each.name} {...each} />
            ))}
          </div>
        )}
      </Waiting>
    </Card>
  );
}

function OneSwitch({ name, value, description }: Switch) {
  const { text, language } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  async function change(next: boolean | number) {
    await setSwitch(name, next);
    await client.invalidateQueries(switchesQuery);
    say({ tone: 'success', text: text('faults.switched') });
  }
  if (typeof value === 'number') {
    return <MinutesRow value={value} label={description[language]} onSave={(next) => void change(next)} />;
  }
  return (
    <SwitchRow
      label={description[language]}
      description={<code className="font-mono text-xs">{name}</code>}
      checked={value}
      onCheckedChange={(next) => void change(next)}
    />
  );
}

interface MinutesRowProps {
  value: number;
  label: string;
  onSave: (value: number) => void;
}

function MinutesRow({ value, label, onSave }: MinutesRowProps) {
  const { text } = useWords();
  const [typed, setTyped] = useState(String(value));
  const number = Number(typed);
  const isFit = /^[0-9]{1,2}$/.test(typed) && number <= 60;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isFit) onSave(number);
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-wrap items-end gap-3 py-3.5">
      <TextField
        className="max-w-md flex-1 basis-60"
        label={label}
        suffix={text('faults.minutes')}
        inputMode="numeric"
        inputClassName="text-right tabular-nums"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" variant="secondary" disabled={!isFit || number === value}>
        {text('faults.save')}
      </Button>
    </form>
  );
}
