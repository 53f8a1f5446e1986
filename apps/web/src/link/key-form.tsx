// Key and secret, entered once: sealed here in the browser, then cleared from the page whatever the answer.
import { invariant } from '@mandato/primitives/invariant';
import type { ExchangeId, LinkView } from '@mandato/server/api-contract/link-contract';
import { sealCredentials } from '@mandato/server/api-contract/seal-credentials';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { CheckboxRow } from '@mandato/ui/checkbox-row';
import { PasswordField } from '@mandato/ui/password-field';
import { TextField } from '@mandato/ui/text-field';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { api, queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { StepUpDialog } from '../session/step-up-dialog.tsx';
import { useFocusOnFault } from '../session/use-focus-on-fault.ts';
import { useWords } from '../words/words.tsx';
import { CheckProgress, type CheckStage } from './check-progress.tsx';
import { lookAtPasted, type PastedFault, trimPasted } from './pasted-key.ts';

export interface KeyFormProps {
  exchange: ExchangeId;
  onLinked: (link: LinkView) => void;
  onBack: () => void;
}

interface Asked {
  readonly name: string;
  readonly key: string;
  readonly secret: string;
}

const emptyForm = { name: '', key: '', secret: '' };

export function KeyForm({ exchange, onLinked, onBack }: KeyFormProps) {
  const { text, refusal } = useWords();
  const [form, setForm] = useState(emptyForm);
  const [fault, setFault] = useState<PastedFault | null>(null);
  const [isAttested, setAttested] = useState(false);
  const [triesWithoutTick, setTriesWithoutTick] = useState(0);
  const [asked, setAsked] = useState<Asked | null>(null);
  const place = useRef<HTMLFormElement>(null);
  const { link, stage, send } = useLinking({
    exchange,
    onLinked,
    // The secret leaves the page with the call; a person who has to correct it pastes it again, and looks again.
    onSettled: () => {
      setForm((last) => ({ ...last, key: '', secret: '' }));
      setAttested(false);
      setTriesWithoutTick(0);
    },
  });
  useFocusOnFault(place, fault);
  useFocusOnFault(place, triesWithoutTick);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (link.isPending) return;
    const pasted = { key: trimPasted(form.key), secret: trimPasted(form.secret) };
    const found = lookAtPasted(pasted);
    setFault(found);
    link.reset();
    if (found !== null) return;
    const name = form.name.trim() === '' ? text(`link.exchange_${exchange}`) : form.name.trim();
    if (isAttested) setAsked({ name, ...pasted });
    else setTriesWithoutTick(triesWithoutTick + 1);
  }
  const change = (field: keyof typeof emptyForm) => (value: string) => setForm({ ...form, [field]: value });
  if (globalThis.crypto?.subtle === undefined) {
    return <Banner tone="danger">{text('common.https_needed')}</Banner>;
  }
  return (
    <Card title={text('link.enter_title')} description={text('link.enter_intro')}>
      <form ref={place} noValidate autoComplete="off" onSubmit={submit} className="flex flex-col gap-5">
        <TextField
          label={text('link.name')}
          hint={text('link.name_hint')}
          name="link-name"
          maxLength={60}
          value={form.name}
          onChange={(event) => change('name')(event.currentTarget.value)}
        />
        <KeyFields form={form} fault={fault} onChange={change} />
        <CheckboxRow
          label={text('link.attest')}
          name="attested"
          checked={isAttested}
          onCheckedChange={setAttested}
          error={triesWithoutTick > 0 && !isAttested ? text('link.attest_needed') : undefined}
        />
        {link.error === null ? null : (
          <Banner tone="danger" title={text('link.refused')}>
            {refusal(refusalOf(link.error))}
          </Banner>
        )}
        {link.isPending ? <CheckProgress stage={stage} /> : null}
        <FormButtons isBusy={link.isPending} onBack={onBack} />
      </form>
      <StepUpDialog
        isOpen={asked !== null}
        isBusy={false}
        refusal={null}
        facts={[
          { id: 'action', term: text('access.fact_action'), detail: text('access.action_link') },
          { id: 'exchange', term: text('access.fact_exchange'), detail: text(`link.exchange_${exchange}`) },
          { id: 'name', term: text('access.fact_name'), detail: asked?.name ?? '' },
          { id: 'key', term: text('access.fact_key'), detail: asked?.key.slice(-4) ?? '' },
        ]}
        onProof={(stepUpCode) => {
          if (asked !== null) send({ name: asked.name, stepUpCode }, asked);
          setAsked(null);
        }}
        onClose={() => setAsked(null)}
      />
    </Card>
  );
}

function FormButtons({ isBusy, onBack }: { isBusy: boolean; onBack: () => void }) {
  const { text } = useWords();
  return (
    <div className="flex flex-wrap gap-2">
      <Button type="submit" icon="shield-check" busy={isBusy}>
        {text('link.submit')}
      </Button>
      <Button variant="quiet" disabled={isBusy} onClick={onBack}>
        {text('common.back')}
      </Button>
    </div>
  );
}

interface Credentials {
  apiKey: string;
  apiSecret: string;
}

interface Linking {
  exchange: ExchangeId;
  onLinked: (link: LinkView) => void;
  onSettled: () => void;
}

/** Seals in the browser, sends, and says how far it has come. */
function useLinking({ exchange, onLinked, onSettled }: Linking) {
  const client = useQueryClient();
  const [stage, setStage] = useState<CheckStage>('sealing');
  // Not a variable of the mutation: those stay in the page's memory for minutes.
  const pasted = useRef<Credentials | null>(null);
  const link = useMutation({
    mutationFn: async ({ name, stepUpCode }: { name: string; stepUpCode: string }) => {
      setStage('sealing');
      const credentials = pasted.current;
      pasted.current = null;
      invariant(credentials !== null, 'key and secret were handed over with the name');
      const sealed = await sealCredentials(credentials, await api.links.sealingKey());
      setStage('asking');
      return api.links.link({ exchange, name, sealed, stepUpCode });
    },
    onSuccess: async (linked) => {
      await client.invalidateQueries({ queryKey: queries.links.key() });
      onLinked(linked);
    },
    onSettled,
  });
  function send(call: { name: string; stepUpCode: string }, { key, secret }: Asked) {
    pasted.current = { apiKey: key, apiSecret: secret };
    link.mutate(call);
  }
  return { link, stage, send };
}

interface KeyFieldsProps {
  form: { readonly key: string; readonly secret: string };
  fault: PastedFault | null;
  onChange: (field: 'key' | 'secret') => (value: string) => void;
}

function KeyFields({ form, fault, onChange }: KeyFieldsProps) {
  const { text } = useWords();
  const errorAt = (field: 'key' | 'secret') =>
    fault?.field === field ? text(`error.${fault.code}`) : undefined;
  return (
    <>
      <TextField
        label={text('link.key')}
        hint={text('link.key_hint')}
        name="api-key"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        translate="no"
        value={form.key}
        onChange={(event) => onChange('key')(event.currentTarget.value)}
        error={errorAt('key')}
      />
      <PasswordField
        label={text('link.secret')}
        hint={text('link.secret_hint')}
        revealLabel={text('common.show')}
        concealLabel={text('common.hide')}
        name="api-secret"
        autoComplete="off"
        translate="no"
        value={form.secret}
        onChange={(event) => onChange('secret')(event.currentTarget.value)}
        error={errorAt('secret')}
      />
      <p className="text-soft text-sm">{text('link.no_translate')}</p>
    </>
  );
}
