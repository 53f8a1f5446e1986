// The bell at the top of every page: how many notices are new, and the way to them.
import { Icon } from '@mandato/ui/icon';
import { useQuery } from '@tanstack/react-query';
import { PageLink } from '../shell/page-link.tsx';
import { paths } from '../shell/paths.ts';
import { useWords } from '../words/words.tsx';
import { unreadQuery } from './notice-queries.ts';

export function NoticeBell({ isCurrent }: { isCurrent: boolean }) {
  const { text } = useWords();
  const count = useQuery(unreadQuery()).data?.count ?? 0;
  return (
    <PageLink
      href={paths.notices}
      aria-label={count === 0 ? text('notice.bell_none') : text('notice.bell', { count })}
      aria-current={isCurrent ? 'page' : undefined}
      className="relative inline-flex size-10 shrink-0 items-center justify-center rounded-lg hover:bg-accent-soft hover:text-accent-ink aria-[current=page]:text-accent-ink"
    >
      <Icon name="bell" />
      {count === 0 ? null : (
        <span
          aria-hidden="true"
          className="absolute top-0.5 right-0 min-w-4.5 rounded-full bg-accent px-1 text-center font-semibold text-[0.6875rem] text-on-accent leading-4.5"
        >
          {count > 99 ? '99+' : count}
        </span>
      )}
    </PageLink>
  );
}
