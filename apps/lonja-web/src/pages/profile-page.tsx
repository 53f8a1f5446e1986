// The person's own page: who they are here, the language and look of the pages, and two-factor authentication.
import { Banner } from '@mandato/ui/banner';
import { Button, buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { DefinitionList } from '@mandato/ui/definition-list';
import { PageHeader } from '@mandato/ui/page-header';
import { RadioCards } from '@mandato/ui/radio-cards';
import { SelectField } from '@mandato/ui/select-field';
import { useStatus } from '@mandato/ui/status-region';
import { TextField } from '@mandato/ui/text-field';
import { parseThemeChoice, saveThemeChoice, useThemeChoice } from '@mandato/ui/theme';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import { sessionQuery } from '../session/session-query.ts';
import { usePortalCall } from '../session/use-portal-call.ts';
import { useSignedIn } from '../session/use-session.ts';
import { paths } from '../shell/paths.ts';
import { PortalLink } from '../shell/portal-link.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { TwoFactorCard } from './two-factor-card.tsx';

export function ProfilePage() {
  const { text } = useWords();
  usePageTitle(text('profile.title'));
  return (
    <>
      <PageHeader title={text('profile.title')} />
      <div className="flex flex-col gap-6">
        <AccountCard />
        <TwoFactorCard />
        <LookCard />
      </div>
    </>
  );
}

function AccountCard() {
  const { text } = useWords();
  const { name, email } = useSignedIn();
  const [isEditing, setEditing] = useState(false);
  return (
    <Card
      title={text('profile.account')}
      actions={
        isEditing ? undefined : (
          <Button variant="quiet" size="small" icon="pencil" onClick={() => setEditing(true)}>
            {text('profile.edit')}
          </Button>
        )
      }
      footer={
        <PortalLink href={paths.security} className={buttonClass({ variant: 'secondary', size: 'small' })}>
          {text('profile.toSecurity')}
        </PortalLink>
      }
    >
      <DefinitionList
        items={[
          {
            id: 'name',
            term: text('profile.name'),
            detail: isEditing ? <NameForm onDone={() => setEditing(false)} /> : name,
          },
          { id: 'email', term: text('profile.email'), detail: email },
        ]}
      />
    </Card>
  );
}

function NameForm({ onDone }: { onDone: () => void }) {
  const { text, refusal } = useWords();
  const { name } = useSignedIn();
  const client = useQueryClient();
  const say = useStatus();
  const [typed, setTyped] = useState(name);
  const rename = usePortalCall('rename', (session) => {
    client.setQueryData(sessionQuery.queryKey, session);
    void client.invalidateQueries({ queryKey: ['home'] });
    say({ tone: 'success', text: text('profile.saved') });
    onDone();
  });
  const isAboutName = rename.refusal === 'name_malformed';
  function submit(event: FormEvent) {
    event.preventDefault();
    rename.send({ name: typed });
  }
  return (
    <form noValidate onSubmit={submit} className="flex max-w-sm flex-col gap-3">
      <TextField
        label={<span className="sr-only">{text('profile.name')}</span>}
        name="name"
        autoComplete="name"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={isAboutName ? refusal(rename.refusal) : undefined}
      />
      {rename.refusal === null || isAboutName ? null : (
        <Banner tone="danger">{refusal(rename.refusal)}</Banner>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="small" busy={rename.isBusy}>
          {text('profile.save')}
        </Button>
        <Button variant="secondary" size="small" onClick={onDone}>
          {text('app.cancel')}
        </Button>
      </div>
    </form>
  );
}

function LookCard() {
  const { text, language, setLanguage } = useWords();
  const theme = useThemeChoice();
  return (
    <Card title={text('profile.look')}>
      <div className="flex flex-col gap-5">
        <SelectField
          className="max-w-sm"
          label={text('app.language')}
          value={language}
          onChange={(event) => setLanguage(event.currentTarget.value)}
          options={[
            { value: 'en', label: 'English' },
            { value: 'es', label: 'Español' },
          ]}
        />
        <RadioCards
          legend={text('profile.theme')}
          columns={3}
          value={theme}
          onValueChange={(value) => saveThemeChoice(parseThemeChoice(value))}
          cards={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            title: text(`profile.theme.${value}`),
          }))}
        />
      </div>
    </Card>
  );
}
