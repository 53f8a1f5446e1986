// One API key: what it is called, what it may do and from where; never its secret.
import type { PortalKey } from '@mandato/lonja/api-contract/portal-contract';
import { Badge } from '@mandato/ui/badge';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { DefinitionList } from '@mandato/ui/definition-list';
import { useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import { ChangeAddressesDialog } from './change-addresses-dialog.tsx';
import { DeleteKeyDialog } from './delete-key-dialog.tsx';
import { KeySwitch } from './key-switch.tsx';

export function KeyCard({ apiKey }: { apiKey: PortalKey }) {
  const { text, moment } = useWords();
  const [isDeleting, setDeleting] = useState(false);
  const [isChangingAddresses, setChangingAddresses] = useState(false);
  return (
    <Card
      isItem
      title={apiKey.name}
      footer={<KeySwitch apiKey={apiKey} />}
      actions={
        <>
          <Badge tone={apiKey.isOn ? 'success' : 'neutral'}>
            {text(apiKey.isOn ? 'keys.on' : 'keys.off')}
          </Badge>
          <Button
            variant="quiet"
            size="small"
            icon="trash"
            aria-label={text('keys.deleteNamed', { name: apiKey.name })}
            onClick={() => setDeleting(true)}
          >
            {text('keys.delete')}
          </Button>
        </>
      }
    >
      <DefinitionList
        items={[
          {
            id: 'key',
            term: text('keys.keyId'),
            detail: <code className="font-mono">{apiKey.keyId}</code>,
          },
          { id: 'permissions', term: text('keys.permissions'), detail: <Permissions apiKey={apiKey} /> },
          {
            id: 'addresses',
            term: text('keys.addresses'),
            detail: (
              <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                {apiKey.addresses.length === 0 ? (
                  text('keys.anyAddress')
                ) : (
                  <span className="break-all font-mono">{apiKey.addresses.join(', ')}</span>
                )}
                <Button
                  variant="quiet"
                  size="small"
                  className="-my-1.5"
                  aria-label={text('keys.changeAddressesNamed', { name: apiKey.name })}
                  onClick={() => setChangingAddresses(true)}
                >
                  {text('keys.changeAddresses')}
                </Button>
              </span>
            ),
          },
          {
            id: 'created',
            term: text('keys.created'),
            detail: <time dateTime={apiKey.createdAt}>{moment(apiKey.createdAt)}</time>,
          },
          {
            id: 'used',
            term: text('keys.lastUsed'),
            detail:
              apiKey.lastUsedAt === null ? (
                text('keys.neverUsed')
              ) : (
                <time dateTime={apiKey.lastUsedAt}>{moment(apiKey.lastUsedAt)}</time>
              ),
          },
        ]}
      />
      {isChangingAddresses ? (
        <ChangeAddressesDialog apiKey={apiKey} onClose={() => setChangingAddresses(false)} />
      ) : null}
      <DeleteKeyDialog apiKey={apiKey} isOpen={isDeleting} onClose={() => setDeleting(false)} />
    </Card>
  );
}

function Permissions({ apiKey }: { apiKey: PortalKey }) {
  const { text } = useWords();
  if (apiKey.permissions.length === 0) return text('keys.noPermissions');
  return (
    <ul className="flex flex-wrap gap-1.5">
      {apiKey.permissions.map((permission) => (
        <li key={permission}>
          {permission === 'make_withdrawals' ? (
            <Badge tone="warning" icon="warning">
              {text(`permission.${permission}`)}
            </Badge>
          ) : (
            <Badge>{text(`permission.${permission}`)}</Badge>
          )}
        </li>
      ))}
    </ul>
  );
}
