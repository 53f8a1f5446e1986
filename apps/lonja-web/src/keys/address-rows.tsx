// The optional restriction of a key to IP addresses: a switch, then one row per address, five at most.
import { Button } from '@mandato/ui/button';
import { SwitchRow } from '@mandato/ui/switch-row';
import { TextField } from '@mandato/ui/text-field';
import { useWords } from '../messages/use-words.ts';
import { addressesMax, type DraftFaults, type KeyDraft } from './key-draft.ts';

export interface AddressRowsProps {
  draft: KeyDraft;
  faults: DraftFaults | null;
  onChange: (draft: KeyDraft) => void;
}

export function AddressRows({ draft, faults, onChange }: AddressRowsProps) {
  const { text } = useWords();
  const { addresses } = draft;
  return (
    <>
      <SwitchRow
        className="py-0"
        label={text('newKey.restrict')}
        description={text('newKey.restrictText')}
        checked={draft.isRestricted}
        onCheckedChange={(isRestricted) => onChange({ ...draft, isRestricted })}
      />
      {draft.isRestricted ? (
        <div className="mt-4 flex flex-col items-start gap-4">
          {addresses.map((address, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; its text changes as it is typed.
            <div key={row} className="flex w-full items-start gap-2 sm:max-w-md">
              <TextField
                className="flex-1"
                label={text('newKey.address', { number: row + 1 })}
                inputMode="text"
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                inputClassName="font-mono"
                value={address}
                onChange={(event) =>
                  onChange({ ...draft, addresses: addresses.with(row, event.currentTarget.value) })
                }
                error={errorOf(faults, row, text)}
              />
              {addresses.length > 1 ? (
                <Button
                  variant="quiet"
                  icon="trash"
                  className="mt-7.5 px-3"
                  aria-label={text('newKey.removeAddress', { number: row + 1 })}
                  onClick={() => onChange({ ...draft, addresses: addresses.toSpliced(row, 1) })}
                />
              ) : null}
            </div>
          ))}
          {addresses.length < addressesMax ? (
            <Button
              variant="secondary"
              size="small"
              icon="plus"
              onClick={() => onChange({ ...draft, addresses: [...addresses, ''] })}
            >
              {text('newKey.addAddress')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

type Text = ReturnType<typeof useWords>['text'];

function errorOf(faults: DraftFaults | null, row: number, text: Text): string | undefined {
  if (faults === null) return undefined;
  if (faults.malformedRows.has(row)) return text('form.addressMalformed');
  return faults.isAddressMissing && row === 0 ? text('form.addressMissing') : undefined;
}
