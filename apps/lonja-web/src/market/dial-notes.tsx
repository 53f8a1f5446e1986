// What the fault dials do to the figures beside it, said where the figures stand.
import type { AccountDial, BookDial } from '@mandato/lonja/api-contract/shown-dials';
import { Banner } from '@mandato/ui/banner';
import { useWords } from '../messages/use-words.ts';

export interface DialNotesProps {
  dials: readonly (AccountDial | BookDial)[];
  /** Says as well that the API tells the same, and that the real figures stand beside these. */
  hasFigures?: boolean | undefined;
  className?: string | undefined;
}

export function DialNotes({ dials, hasFigures = false, className }: DialNotesProps) {
  const { text } = useWords();
  const each = [...new Set(dials)];
  if (each.length === 0) return null;
  return (
    <Banner tone="warning" title={text('dials.title')} className={className}>
      <ul className="mt-1 grid list-disc gap-1 pl-4">
        {each.map((dial) => (
          <li key={dial}>{text(`dials.${dial}`)}</li>
        ))}
      </ul>
      {hasFigures ? <p className="mt-2">{text('dials.same')}</p> : null}
    </Banner>
  );
}
