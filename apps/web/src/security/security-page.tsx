// What Mandato can never do and how that is kept, what that does not protect against, and the risk.
import type { MessageKey } from '@mandato/messages/catalogue';
import { Card } from '@mandato/ui/card';
import { Icon, type IconName } from '@mandato/ui/icon';
import { PageHeader } from '@mandato/ui/page-header';
import { usePageTitle } from '../shell/use-page-title.ts';
import { useWords } from '../words/words.tsx';
import { InForceCard } from './in-force-card.tsx';

type SecurityKey = Extract<MessageKey, `security.${string}`>;

export function SecurityPage() {
  const { text } = useWords();
  usePageTitle(text('common.security'));
  return (
    <>
      <PageHeader title={text('security.title')} description={text('home.assurance')} />
      <div className="flex flex-col gap-6">
        <Points
          icon="shield-check"
          points={[
            'security.never_withdraw',
            'security.never_transfer',
            'security.never_change_account',
            'security.never_show_secret',
          ]}
        />
        <Points
          title="security.can_title"
          icon="check"
          points={['security.can_trade', 'security.can_read']}
        />
        <Points
          title="security.how_title"
          icon="lock"
          points={[
            'security.how_seal',
            'security.how_signer',
            'security.how_limits',
            'security.how_record',
            'security.how_proof',
          ]}
        />
        <InForceCard />
        <Points
          title="security.honest_title"
          icon="info"
          points={['security.honest_server', 'security.honest_key', 'security.honest_unknown']}
        />
        <Card title={text('security.leak_title')}>{text('security.leak_body')}</Card>
        <Card title={text('security.risk_title')}>{text('security.risk_body')}</Card>
      </div>
    </>
  );
}

interface PointsProps {
  title?: SecurityKey;
  icon: IconName;
  points: readonly SecurityKey[];
}

function Points({ title, icon, points }: PointsProps) {
  const { text } = useWords();
  return (
    <Card title={title === undefined ? undefined : text(title)}>
      <ul className="flex flex-col gap-3">
        {points.map((point) => (
          <li key={point} className="flex gap-3">
            <Icon name={icon} className="mt-0.5 text-accent-ink" />
            <span>{text(point)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
