// Links that wait for the person, at the top of the first page, each with its cause and the button that helps.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { useQuery } from '@tanstack/react-query';
import { linkListQuery } from '../link/link-queries.ts';
import { LinkStatusBanner } from '../link/link-status.tsx';
import { RemedyAction } from '../link/remedy-action.tsx';

export function TroubledLinks() {
  const links = useQuery(linkListQuery());
  const waiting = (links.data ?? []).filter(waitsForPerson);
  if (waiting.length === 0) return null;
  return (
    <div className="mb-6 flex flex-col gap-3">
      {waiting.map((link) => (
        <LinkStatusBanner key={link.linkId} link={link} isNamed action={<RemedyAction link={link} />} />
      ))}
    </div>
  );
}

/** Not for a pause of their own, and not while only the exchange is silent. */
function waitsForPerson({ remedy }: LinkView): boolean {
  return remedy === 'replace_key' || remedy === 'change_at_exchange' || remedy === 'release';
}
