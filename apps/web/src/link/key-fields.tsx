// The two fields for key and secret, kept from browsers that translate, capitalise or remember what is in them.
import type { PastedFault } from '@mandato/server/api-contract/exchange-guide';
import { PasswordField } from '@mandato/ui/password-field';
import { TextField } from '@mandato/ui/text-field';
import { useWords } from '../words/words.tsx';

export interface KeyFieldsProps {
  form: { readonly key: string; readonly secret: string };
  fault: PastedFault | null;
  onChange: (field: 'key' | 'secret') => (value: string) => void;
}

export function KeyFields({ form, fault, onChange }: KeyFieldsProps) {
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
