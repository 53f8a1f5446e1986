// Setting a dial: what goes wrong, when, for which requests, and from which seed.
import type {
  SandboxFaults,
  SandboxParameter,
  SandboxVerb,
} from '@mandato/lonja/api-contract/sandbox-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { SelectField } from '@mandato/ui/select-field';
import { useStatus } from '@mandato/ui/status-region';
import { TextField } from '@mandato/ui/text-field';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { bookName } from '../market/book-name.ts';
import { useWords } from '../messages/use-words.ts';
import { marketQuery } from '../trade/trade-queries.ts';
import { faultsQuery, SandboxRefused, setFault } from './ask-sandbox.ts';
import { curlOf, emptyFaultDraft, type FaultDraft, ruleOf } from './fault-draft.ts';

export function FaultForm({ board }: { board: SandboxFaults }) {
  const { text, language } = useWords();
  const [first] = board.verbs;
  const [chosen, setChosen] = useState(first?.verb ?? '');
  const verb = board.verbs.find((each) => each.verb === chosen) ?? first;
  if (verb === undefined) return null;
  const verbsOf = (isCondition: boolean) => board.verbs.filter((each) => each.isCondition === isCondition);
  return (
    <Card title={text('faults.add')} description={text('faults.verb')}>
      <div className="flex flex-col gap-5">
        {[false, true].map((isCondition) => (
          <fieldset key={String(isCondition)} className="min-w-0">
            <legend className="mb-2 text-sm text-soft">
              {text(isCondition ? 'faults.conditions' : 'faults.requestVerbs')}
            </legend>
            <div className="flex flex-wrap gap-1.5">
              {verbsOf(isCondition).map((each) => (
                <label
                  key={each.verb}
                  title={each.description[language]}
                  className="inline-flex min-h-9 items-center rounded-lg border border-line px-3 font-mono text-sm transition-colors hover:border-accent-ink has-checked:border-accent has-focus-visible:outline-3 has-focus-visible:outline-accent-ink has-focus-visible:outline-offset-2 has-checked:bg-accent-soft has-checked:text-accent-ink"
                >
                  <input
                    type="radio"
                    name="verb"
                    value={each.verb}
                    checked={each.verb === verb.verb}
                    onChange={() => setChosen(each.verb)}
                    className="sr-only"
                  />
                  {each.verb}
                </label>
              ))}
            </div>
          </fieldset>
        ))}
        <p aria-live="polite" className="rounded-lg bg-sunken px-4 py-3">
          {verb.description[language]}
        </p>
        <VerbForm key={verb.verb} verb={verb} stages={board.stages} />
      </div>
    </Card>
  );
}

interface VerbFormProps {
  verb: SandboxVerb;
  stages: SandboxFaults['stages'];
}

function VerbForm({ verb, stages }: VerbFormProps) {
  const { text, language, refusal } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const [draft, setDraft] = useState(() => emptyFaultDraft(verb));
  const set = useMutation({
    mutationFn: () => setFault(ruleOf(verb, draft)),
    onSuccess: async () => {
      await client.invalidateQueries(faultsQuery);
      say({ tone: 'success', text: text('faults.set', { what: verb.verb }) });
    },
  });
  const change = (changed: Partial<FaultDraft>) => {
    set.reset();
    setDraft({ ...draft, ...changed });
  };
  function submit(event: FormEvent) {
    event.preventDefault();
    set.mutate();
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-5">
      {verb.parameters.length === 0 && verb.isCondition ? null : (
        <div className="grid gap-4 sm:grid-cols-2">
          {verb.parameters.map((parameter) => (
            <ParameterField
              key={parameter.name}
              parameter={parameter}
              value={draft.parameters[parameter.name] ?? ''}
              onChange={(value) => change({ parameters: { ...draft.parameters, [parameter.name]: value } })}
            />
          ))}
          {verb.isCondition ? null : (
            <SelectField
              className="sm:col-span-2"
              label={text('faults.stage')}
              value={draft.stage}
              onChange={(event) => change({ stage: event.currentTarget.value })}
              options={stages.map(({ stage }) => ({ value: stage, label: stage }))}
              hint={stages.find(({ stage }) => stage === draft.stage)?.description[language]}
            />
          )}
        </div>
      )}
      <MatchFields draft={draft} change={change} />
      {set.error === null ? null : (
        <Banner tone="danger">
          {set.error instanceof SandboxRefused
            ? text('faults.refused', { why: set.error.message })
            : refusal('unreachable')}
        </Banner>
      )}
      <Button type="submit" busy={set.isPending} className="sm:self-start">
        {text('faults.submit')}
      </Button>
      <details className="text-sm">
        <summary className="text-soft">{text('faults.curl')}</summary>
        <code className="mt-2 block overflow-x-auto break-all rounded-lg bg-sunken px-3 py-2 font-mono text-xs">
          {curlOf(location.origin, ruleOf(verb, draft))}
        </code>
      </details>
    </form>
  );
}

interface ParameterFieldProps {
  parameter: SandboxParameter;
  value: string;
  onChange: (value: string) => void;
}

function ParameterField({ parameter, value, onChange }: ParameterFieldProps) {
  const { text, language } = useWords();
  const { name, description, kind, choices, isRequired } = parameter;
  const label = (
    <>
      {description[language]}
      {isRequired ? null : <span className="font-normal text-soft"> ({text('faults.optional')})</span>}
    </>
  );
  if (kind === 'choice') {
    return (
      <SelectField
        label={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        options={choices.map((choice) => ({
          value: choice,
          label: choice === '' ? text('faults.nothing') : choice,
        }))}
      />
    );
  }
  return (
    <TextField
      name={name}
      label={label}
      inputMode={kind === 'text' ? 'text' : 'decimal'}
      autoComplete="off"
      spellCheck={false}
      inputClassName="font-mono"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface MatchFieldsProps {
  draft: FaultDraft;
  change: (changed: Partial<FaultDraft>) => void;
}

function MatchFields({ draft, change }: MatchFieldsProps) {
  const { text } = useWords();
  const market = useQuery(marketQuery);
  const books = market.data?.books ?? [];
  const field = (name: 'path' | 'key' | 'probability' | 'skip' | 'times' | 'seed', hint?: string) => (
    <TextField
      label={text(`faults.${name}`)}
      hint={hint}
      autoComplete="off"
      spellCheck={false}
      inputMode={name === 'path' || name === 'key' ? 'text' : 'decimal'}
      inputClassName="font-mono"
      value={draft[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <fieldset className="min-w-0">
      <legend className="mb-3 font-medium">{text('faults.whom')}</legend>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <SelectField
          label={text('faults.method')}
          value={draft.method}
          onChange={(event) => change({ method: event.currentTarget.value })}
          options={['', 'GET', 'POST', 'PATCH', 'DELETE'].map((value) => ({
            value,
            label: value || text('faults.anyMethod'),
          }))}
        />
        {field('path', text('faults.pathHint'))}
        <SelectField
          label={text('faults.book')}
          value={draft.book}
          onChange={(event) => change({ book: event.currentTarget.value })}
          options={[
            { value: '', label: text('faults.anyBook') },
            ...books.map(({ book }) => ({ value: book, label: bookName(book) })),
          ]}
        />
        {field('key', text('faults.keyHint'))}
        {field('probability')}
        {field('skip')}
        {field('times', text('faults.timesHint'))}
        {field('seed', text('faults.seedHint'))}
      </div>
    </fieldset>
  );
}
