// What a key may do, one permission a line, each with the call that showed it, the answer, and when.
import type { PermissionView } from '@mandato/server/api-contract/link-contract';
import { Badge } from '@mandato/ui/badge';
import { formatMoment } from '../words/moment.ts';
import { useWords, type Words } from '../words/words.tsx';

export interface EvidenceListProps {
  permissions: readonly PermissionView[];
  /** When the person confirmed what no call can show. */
  attestedAt: string | null;
}

export function EvidenceList({ permissions, attestedAt }: EvidenceListProps) {
  const words = useWords();
  return (
    <ul className="divide-y divide-line">
      {permissions.map((finding) => (
        <li key={finding.permission} className="flex flex-col gap-1 py-3.5">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <span className="font-semibold">{words.text(`permission.${finding.permission}`)}</span>
            <StateBadge finding={finding} />
          </div>
          <p className="text-soft text-sm">{words.text(`permission.about_${finding.permission}`)}</p>
          <p className="text-sm">{evidenceSentence(words, finding, attestedAt)}</p>
          {finding.evidence === null ? null : (
            <p className="break-words font-mono text-[0.8125rem] text-soft">{finding.evidence.call}</p>
          )}
        </li>
      ))}
    </ul>
  );
}

function StateBadge({ finding }: { finding: PermissionView }) {
  const { text } = useWords();
  const isWanted = wanted.has(finding.permission);
  if (finding.state === 'unknown') {
    return (
      <Badge tone="neutral" icon="help">
        {text('permission.state_unknown')}
      </Badge>
    );
  }
  const isGranted = finding.state === 'granted';
  return (
    <Badge tone={isGranted === isWanted ? 'success' : 'danger'} icon={isGranted ? 'check' : 'shield-check'}>
      {text(isGranted ? 'permission.state_granted' : 'permission.state_absent')}
    </Badge>
  );
}

/** The three permissions that plans need; of the other two, not having them is the good news. */
const wanted: ReadonlySet<PermissionView['permission']> = new Set([
  'view_account_information',
  'view_balances',
  'place_orders',
]);

function evidenceSentence(
  { text, locale }: Words,
  { evidence, state }: PermissionView,
  attestedAt: string | null,
): string {
  if (evidence === null) {
    return attestedAt === null
      ? text('permission.answer_not_asked')
      : text('permission.answer_attested', { date: formatMoment(locale, attestedAt) });
  }
  const asked = text(`permission.probe_${evidence.probe}`);
  const when = text('permission.checked_at', { date: formatMoment(locale, evidence.at) });
  if (evidence.status === null) {
    return `${asked} ${text('permission.answer_none', { cause: evidence.cause ?? '' })} ${when}`;
  }
  const answer = { status: evidence.status, code: evidence.code ?? '' };
  const sentence = {
    granted: text('permission.answer_granted', answer),
    absent: text('permission.answer_absent', answer),
    unknown: text('permission.answer_unclear', answer),
  }[state];
  return `${asked} ${sentence.replace(/ (?=[:,])/, '')} ${when}`;
}
