// Key and secret, entered once: sealed here in the browser, then cleared from the page whatever the answer.
import { type PastedFault, readPastedKey } from '@mandato/server/api-contract/exchange-guide';
import type { ExchangeId, LinkView } from '@mandato/server/api-contract/link-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { CheckboxRow } from '@mandato/ui/checkbox-row';
import { TextField } from '@mandato/ui/text-field';
import { type FormEvent, useRef, useState } from 'react';
import { refusalOf } from '../session/refusal.ts';
import { StepUpDialog } from '../session/step-up-dialog.tsx';
import { useFocusOnFault } from '../session/use-focus-on-fault.ts';
import { useWords } from '../words/words.tsx';
import { CheckProgress } from './check-progress.tsx';
import { ExpiryField } from './expiry-field.tsx';
import { KeyFields } from './key-fields.tsx';
import { useKeyCheck } from './use-key-check.ts';

/** What the key is for: a new link, or the place of the key of a present one. */
export type KeyPurpose =
  | { readonly kind: 'link'; readonly exchange: ExchangeId }
  | { readonly kind: 'replace'; readonly link: LinkView };

export interface KeyFormProps {
  purpose: KeyPurpose;
  onDone: (link: LinkView) => void;
  onBack: () => void;
}

interface Asked {
  readonly name: string;
  readonly key: string;
  readonly secret: string;
  /** `YYYY-MM-DD`, or nothing. */
  readonly expiresOn: string;
}

const emptyForm = { name: '', key: '', secret: '', expiresOn: '' };

export function KeyForm({ purpose, onDone, onBack }: KeyFormProps) {
  const { text, refusal } = useWords();
  const [form, setForm] = useState(emptyForm);
  const [fault, setFault] = useState<PastedFault | null>(null);
  const [isAttested, setAttested] = useState(false);
  const [triesWithoutTick, setTriesWithoutTick] = useState(0);
  const [asked, setAsked] = useState<Asked | null>(null);
  const place = useRef<HTMLFormElement>(null);
  const check = useKeyCheck({
    purpose,
    onDone,
    // The secret leaves the page with the call; a person who has to correct it pastes it again, and looks again.
    onSettled: () => {
      setForm((last) => ({ ...last, key: '', secret: '' }));
      setAttested(false);
      setTriesWithoutTick(0);
    },
  });
  const isNew = purpose.kind === 'link';
  const exchange = isNew ? purpose.exchange : purpose.link.exchange;
  useFocusOnFault(place, fault);
  useFocusOnFault(place, triesWithoutTick);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (check.isRunning) return;
    const pasted = readPastedKey(exchange, form);
    setFault(pasted.ok ? null : pasted.error);
    check.reset();
    if (!pasted.ok) return;
    if (isAttested) setAsked({ name: form.name.trim(), expiresOn: form.expiresOn, ...pasted.value });
    else setTriesWithoutTick(triesWithoutTick + 1);
  }
  const change = (field: keyof typeof emptyForm) => (value: string) => setForm({ ...form, [field]: value });
  if (globalThis.crypto?.subtle === undefined) {
    return <Banner tone="danger">{text('common.https_needed')}</Banner>;
  }
  return (
    <Card title={text('link.enter_title')} description={text('link.enter_intro')}>
      <form ref={place} noValidate autoComplete="off" onSubmit={submit} className="flex flex-col gap-5">
        {isNew ? (
          <TextField
            label={text('link.name')}
            hint={text('link.name_hint')}
            name="link-name"
            maxLength={60}
            value={form.name}
            onChange={(event) => change('name')(event.currentTarget.value)}
          />
        ) : null}
        <KeyFields form={form} fault={fault} onChange={change} />
        <ExpiryField value={form.expiresOn} onChange={change('expiresOn')} />
        <CheckboxRow
          label={text('link.attest')}
          name="attested"
          checked={isAttested}
          onCheckedChange={setAttested}
          error={triesWithoutTick > 0 && !isAttested ? text('link.attest_needed') : undefined}
        />
        {check.error === null ? null : (
          <Banner tone="danger" title={text(isNew ? 'link.refused' : 'link.replace_refused')}>
            {refusal(refusalOf(check.error))}
          </Banner>
        )}
        {check.progress === null ? null : <CheckProgress {...check.progress} />}
        <FormButtons isNew={isNew} isBusy={check.isRunning} onBack={onBack} />
      </form>
      <ConfirmKey
        purpose={purpose}
        asked={asked}
        onProof={(stepUpCode, of) => {
          const name = of.name === '' && isNew ? text(`link.exchange_${purpose.exchange}`) : of.name;
          check.send({ ...of, name, stepUpCode });
          setAsked(null);
        }}
        onClose={() => setAsked(null)}
      />
    </Card>
  );
}

interface ConfirmKeyProps {
  purpose: KeyPurpose;
  asked: Asked | null;
  onProof: (proof: string, asked: Asked) => void;
  onClose: () => void;
}

/** Says what is permitted before the code is given. */
function ConfirmKey({ purpose, asked, onProof, onClose }: ConfirmKeyProps) {
  const { text } = useWords();
  const isNew = purpose.kind === 'link';
  const exchange = text(`link.exchange_${isNew ? purpose.exchange : purpose.link.exchange}`);
  const named = asked?.name === '' ? exchange : (asked?.name ?? '');
  return (
    <StepUpDialog
      isOpen={asked !== null}
      isBusy={false}
      refusal={null}
      facts={[
        {
          id: 'action',
          term: text('access.fact_action'),
          detail: text(isNew ? 'access.action_link' : 'access.action_replace'),
        },
        { id: 'exchange', term: text('access.fact_exchange'), detail: exchange },
        { id: 'name', term: text('access.fact_name'), detail: isNew ? named : purpose.link.name },
        { id: 'key', term: text('access.fact_key'), detail: asked?.key.slice(-4) ?? '' },
      ]}
      onProof={(proof) => {
        if (asked !== null) onProof(proof, asked);
      }}
      onClose={onClose}
    />
  );
}

interface FormButtonsProps {
  isNew: boolean;
  isBusy: boolean;
  onBack: () => void;
}

function FormButtons({ isNew, isBusy, onBack }: FormButtonsProps) {
  const { text } = useWords();
  return (
    <div className="flex flex-wrap gap-2">
      <Button type="submit" icon="shield-check" busy={isBusy}>
        {text(isNew ? 'link.submit' : 'link.replace_submit')}
      </Button>
      <Button variant="quiet" disabled={isBusy} onClick={onBack}>
        {text('common.back')}
      </Button>
    </div>
  );
}
