// Fault dials: what is set now, a form for every verb in plain words, and the switches between Bitso's two truths.
import type { SandboxFault, SandboxFaults } from '@mandato/lonja/api-contract/sandbox-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PageHeader } from '@mandato/ui/page-header';
import { useStatus } from '@mandato/ui/status-region';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useWords } from '../messages/use-words.ts';
import { featuresQuery } from '../session/features-query.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { faultsQuery, removeFault } from './ask-sandbox.ts';
import { FaultForm } from './fault-form.tsx';
import { SwitchesCard } from './switches-card.tsx';

export function FaultsPage() {
  const { text } = useWords();
  const features = useQuery(featuresQuery);
  usePageTitle(text('faults.title'));
  return (
    <>
      <PageHeader title={text('faults.title')} description={text('faults.description')} />
      <Waiting query={features}>
        {({ hasFaultDials }) => (hasFaultDials ? <Dials /> : <Banner isStatic>{text('faults.off')}</Banner>)}
      </Waiting>
    </>
  );
}

function Dials() {
  const faults = useQuery(faultsQuery);
  return (
    <Waiting query={faults}>
      {(board) => (
        <div className="flex flex-col gap-6">
          <ActiveFaults board={board} />
          <FaultForm board={board} />
          <SwitchesCard />
        </div>
      )}
    </Waiting>
  );
}

function ActiveFaults({ board }: { board: SandboxFaults }) {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  async function remove(id: string | null, said: string) {
    await removeFault(id);
    await client.invalidateQueries(faultsQuery);
    say({ tone: 'success', text: said });
  }
  const { faults } = board;
  return (
    <Card
      title={text('faults.active')}
      actions={
        faults.length === 0 ? undefined : (
          <Button
            variant="secondary"
            size="small"
            icon="close"
            onClick={() => void remove(null, text('faults.cleared'))}
          >
            {text('faults.clear')}
          </Button>
        )
      }
    >
      {faults.length === 0 ? (
        <p className="text-soft">{text('faults.none')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {faults.map((fault) => (
            <ActiveFault
              key={fault.id}
              {...{ fault, board }}
              onRemove={() => void remove(fault.id, text('faults.removed', { what: fault.rule.do.verb }))}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

interface ActiveFaultProps {
  fault: SandboxFault;
  board: SandboxFaults;
  onRemove: () => void;
}

function ActiveFault({ fault, board, onRemove }: ActiveFaultProps) {
  const { text, language } = useWords();
  const { rule, met, matched } = fault;
  const { verb, ...parameters } = rule.do;
  const words = board.verbs.find((each) => each.verb === verb)?.description[language];
  const details = {
    ...(rule.when === undefined ? {} : { when: rule.when }),
    ...parameters,
    ...rule.match,
    seed: rule.seed,
  };
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          <code className="mr-2 rounded bg-sunken px-1.5 py-0.5 font-mono text-[0.85em]">{verb}</code>
          <span className="text-sm text-soft tabular-nums">{text('faults.met', { met, matched })}</span>
        </p>
        <p className="mt-1">{words}</p>
        <p className="mt-1 break-all font-mono text-soft text-xs">
          {Object.entries(details)
            .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
            .join('  ')}
        </p>
      </div>
      <Button
        variant="quiet"
        size="small"
        aria-label={text('faults.removeNamed', { what: verb })}
        onClick={onRemove}
      >
        {text('faults.remove')}
      </Button>
    </li>
  );
}
