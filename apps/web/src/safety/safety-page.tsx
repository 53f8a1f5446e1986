// Limits and stops: the switch for all of a person's buying, the operator's, and the way to each key's limits.
import { Card } from '@mandato/ui/card';
import { EmptyState } from '@mandato/ui/empty-state';
import { PageHeader } from '@mandato/ui/page-header';
import { textLinkClass } from '@mandato/ui/text-link';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../session/api.ts';
import { PageLink } from '../shell/page-link.tsx';
import { limitsPath, paths } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/words.tsx';
import { StopButton } from './stop-button.tsx';
import { safetyQuery } from './stop-queries.ts';

export function SafetyPage() {
  const { text } = useWords();
  const safety = useQuery(safetyQuery());
  usePageTitle(text('safety.title'));
  return (
    <>
      <PageHeader
        title={text('safety.title')}
        description={text('safety.intro')}
        back={
          <PageLink href={paths.profile} className={textLinkClass}>
            {text('common.profile')}
          </PageLink>
        }
      />
      <Waiting query={safety}>
        {({ isOperator, stops }) => (
          <div className="flex flex-col gap-6">
            <Card title={text('safety.stop_title')}>
              <p className="mb-4">
                {text(
                  stops.some(({ scope }) => scope.kind === 'account')
                    ? 'safety.stopped'
                    : 'safety.stop_about',
                )}
              </p>
              <StopButton scope={{ kind: 'account' }} />
            </Card>
            <LinkLimits />
            {isOperator ? (
              <Card title={text('safety.operator_title')}>
                <p className="mb-4">{text('safety.operator_about')}</p>
                <StopButton scope={{ kind: 'all' }} />
              </Card>
            ) : null}
          </div>
        )}
      </Waiting>
    </>
  );
}

function LinkLimits() {
  const { text } = useWords();
  const links = useQuery(queries.links.list.queryOptions());
  return (
    <Card title={text('safety.limits_open')}>
      <Waiting query={links}>
        {(found) =>
          found.length === 0 ? (
            <EmptyState icon="link" title={text('link.empty')} />
          ) : (
            <ul className="divide-y divide-line">
              {found.map((link) => (
                <li key={link.linkId} className="py-3 first:pt-0 last:pb-0">
                  <PageLink href={limitsPath(link.linkId)} className={textLinkClass}>
                    {text('safety.limits_title', { name: link.name })}
                  </PageLink>
                  <p className="text-soft text-sm">{text('link.key_ends', { hint: link.keyHint })}</p>
                </li>
              ))}
            </ul>
          )
        }
      </Waiting>
    </Card>
  );
}
