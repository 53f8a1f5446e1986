// The limits of one key: what holds now, what waits, and changing them; tighter at once, looser with a code and a wait.
import type { LinkLimitsView } from '@mandato/server/api-contract/safety-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { DefinitionList } from '@mandato/ui/definition-list';
import { PageHeader } from '@mandato/ui/page-header';
import { useStatus } from '@mandato/ui/status-region';
import { textLinkClass } from '@mandato/ui/text-link';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { planListQuery } from '../plans/plan-queries.ts';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { PageLink } from '../shell/page-link.tsx';
import { paths } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import { limitLines, waitWords } from './limit-words.ts';
import { LimitsForm } from './limits-form.tsx';

export function LimitsPage() {
  const words = useWords();
  const { text } = words;
  const { linkId = '' }: { linkId?: string } = useParams({ strict: false });
  const links = useQuery(queries.links.list.queryOptions());
  const limits = useQuery(queries.safety.limits.queryOptions({ input: { linkId } }));
  const name = links.data?.find((link) => link.linkId === linkId)?.name ?? '…';
  usePageTitle(text('safety.limits_open'));
  return (
    <>
      <PageHeader
        title={text('safety.limits_title', { name })}
        description={
          limits.data === undefined
            ? undefined
            : text('safety.limits_intro', { wait: waitWords(words, limits.data.waitMs) })
        }
        back={
          <PageLink href={paths.safety} className={textLinkClass}>
            {text('safety.title')}
          </PageLink>
        }
      />
      <Waiting query={limits}>{(found) => <Limits found={found} />}</Waiting>
    </>
  );
}

function Limits({ found }: { found: LinkLimitsView }) {
  const words = useWords();
  const { text } = words;
  const plans = useQuery(planListQuery());
  if (plans.data === undefined) return null;
  const paid = plans.data.filter(({ linkId }) => linkId === found.linkId).map(({ quote }) => quote);
  const assets = [...new Set(['mxn', ...paid])];
  return (
    <div className="flex flex-col gap-6">
      {found.isFrozen ? (
        <Banner tone="danger" isStatic>
          {text('safety.limits_frozen')}
        </Banner>
      ) : null}
      <Pending found={found} assets={assets} />
      <Card title={text('safety.limits_in_force')}>
        <DefinitionList items={limitLines(words, found.limits, assets)} />
      </Card>
      <LimitsForm key={JSON.stringify(found.limits)} found={found} assets={assets} />
    </div>
  );
}

/** Looser limits that wait, from when on they hold, and the way to forget them. */
function Pending({ found, assets }: { found: LinkLimitsView; assets: readonly string[] }) {
  const words = useWords();
  const { text, locale, refusal } = words;
  const client = useQueryClient();
  const say = useStatus();
  const withdraw = useMutation(
    queries.safety.withdrawLimits.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: queries.safety.key() });
        say({ tone: 'success', text: text('safety.limits_withdrawn') });
      },
    }),
  );
  if (found.pending === null) return null;
  const inForce = limitLines(words, found.limits, assets);
  const changed = limitLines(words, found.pending.limits, assets).filter(
    (line) => inForce.find(({ id }) => id === line.id)?.detail !== line.detail,
  );
  return (
    <Banner
      tone="warning"
      isStatic
      title={text('safety.limits_pending', { from: formatMoment(locale, found.pending.at) })}
      action={
        <Button
          variant="secondary"
          size="small"
          busy={withdraw.isPending}
          onClick={() => withdraw.mutate({ linkId: found.linkId })}
        >
          {text('safety.limits_withdraw')}
        </Button>
      }
    >
      <ul>
        {changed.map(({ id, term, detail }) => (
          <li key={id}>
            {term}: {detail}
          </li>
        ))}
      </ul>
      {withdraw.error === null ? null : <p className="mt-2">{refusal(refusalOf(withdraw.error))}</p>}
    </Banner>
  );
}
