// Says on every page that buying is stopped, since when, what was on its way already, and how it goes on.
import type { SafetyView } from '@mandato/server/api-contract/safety-contract';
import { Banner } from '@mandato/ui/banner';
import { buttonClass } from '@mandato/ui/button';
import { useQuery } from '@tanstack/react-query';
import { PageLink } from '../shell/page-link.tsx';
import { paths } from '../shell/paths.ts';
import { formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import { stopOf } from './stop-of.ts';
import { safetyQuery } from './stop-queries.ts';

export function StopBanner() {
  const { text } = useWords();
  const { data: safety } = useQuery(safetyQuery());
  if (safety === undefined) return null;
  const isReleasing = safety.signer?.isStopped === true;
  if (safety.stops.length === 0 && !isReleasing) return null;
  return (
    <Banner
      tone="danger"
      isStatic
      className="mb-6"
      action={
        <PageLink href={paths.safety} className={buttonClass({ variant: 'secondary', size: 'small' })}>
          {text('safety.open')}
        </PageLink>
      }
    >
      <StopFacts safety={safety} />
    </Banner>
  );
}

/** What is stopped, in sentences. */
export function StopFacts({ safety }: { safety: SafetyView }) {
  const { text, locale } = useWords();
  const all = stopOf(safety, { kind: 'all' });
  const account = stopOf(safety, { kind: 'account' });
  const areSomePlans = safety.stops.some(({ scope }) => scope.kind === 'plan');
  const signer = safety.signer;
  return (
    <ul className="flex flex-col gap-1">
      {all === null ? null : <li>{text('safety.on_all', { since: formatMoment(locale, all.since) })}</li>}
      {account === null ? null : (
        <li>{text('safety.on_account', { since: formatMoment(locale, account.since) })}</li>
      )}
      {areSomePlans && all === null && account === null ? <li>{text('safety.on_plan_elsewhere')}</li> : null}
      {signer?.isStopped === true ? (
        <li>
          {signer.releasedFrom === null
            ? text('safety.signer_stopped')
            : text('safety.signer_released', { from: formatMoment(locale, signer.releasedFrom) })}
        </li>
      ) : null}
      {all !== null && signer === null ? <li>{text('safety.signer_unknown')}</li> : null}
      {safety.ordersUnderWay === 0 || safety.stops.length === 0 ? null : (
        <li>{text('safety.under_way', { orders: safety.ordersUnderWay })}</li>
      )}
    </ul>
  );
}
