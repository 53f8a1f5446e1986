// One entry of the audit trail: its number, what happened, who acted, and the hash that chains it.
import type { ActivityView, TrailEntryView } from '@mandato/server/api-contract/activity-contract';
import { activityCodes } from '@mandato/server/api-contract/activity-contract';
import { formatMoment } from '../words/moment.ts';
import { useWords, type Words } from '../words/words.tsx';

export function TrailRow({ entry }: { entry: TrailEntryView }) {
  const words = useWords();
  const { text, locale } = words;
  const { seq, at, address, hash } = entry;
  return (
    <li className="flex flex-col gap-1 py-3.5 first:pt-0 last:pb-0">
      <p className="font-medium">{sentenceOf(words, entry.what)}</p>
      <p className="flex flex-wrap gap-x-3 text-soft text-sm">
        <span>{text('access.trail_entry', { seq: String(seq) })}</span>
        <time dateTime={at}>{formatMoment(locale, at)}</time>
        <span>
          {address === null ? text('access.trail_by_mandato') : text('access.trail_from', { address })}
        </span>
      </p>
      <p translate="no" className="break-all font-mono text-soft text-xs">
        {hash}
      </p>
    </li>
  );
}

const trailOnly = [
  'sign_in_failed',
  'code_refused',
  'signed_out',
  'reset_link_made',
  'order_signature_asked',
  'order_answered',
  'step_up_granted',
  'step_up_refused',
] as const;

/** An entry of a newer server may be of a kind that this page does not know: then its code is shown. */
function sentenceOf({ text }: Words, what: string): string {
  const activity = activityCodes.find((code): code is ActivityView['code'] => code === what);
  if (activity !== undefined) return text(`activity.${activity}`);
  const other = trailOnly.find((code) => code === what);
  return other === undefined ? what : text(`access.what_${other}`);
}
