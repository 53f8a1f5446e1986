// Drawings of the form of a key: what to switch on, what to leave off, and the list of addresses.
import { guideOf, type KeySwitch } from '@mandato/server/api-contract/exchange-guide';
import { classNames } from '@mandato/ui/class-names';
import { Icon } from '@mandato/ui/icon';
import { useWords } from '../../words/words.tsx';
import { pageNames, switchName } from './page-names.ts';
import type { PictureProps } from './page-pictures.tsx';
import { Marked, PageButton, PageField, PageSwitch, Screen } from './screen.tsx';

/** Every permission of the exchange as it should be left, under the headings of its page. */
export function PermissionsPicture({ exchange }: PictureProps) {
  const words = useWords();
  const names = pageNames(exchange, words);
  const { switches } = guideOf(exchange);
  const groups = [...new Set(switches.map(({ group }) => group))];
  const named = (isWanted: boolean) =>
    switches
      .filter((one) => one.isWanted === isWanted)
      .map((one) => switchName(exchange, one, words))
      .join(', ');
  return (
    <Screen
      alt={words.text('picture.alt_permissions', {
        exchange: names.exchange,
        on: named(true),
        off: named(false),
      })}
      place={`${names.host} › API`}
    >
      <Legend />
      <div className="flex flex-col gap-3">
        {groups.map((group) => (
          <div key={group ?? ''}>
            {group === null ? null : <p className="mb-1 font-semibold text-soft text-xs">{group}</p>}
            <div className="flex flex-col gap-1">
              {switches
                .filter((one) => one.group === group)
                .map((one) => (
                  <SwitchLine key={one.id} of={one} name={switchName(exchange, one, words)} />
                ))}
            </div>
          </div>
        ))}
      </div>
      {exchange === 'kraken' ? null : (
        <Marked className="mt-4 w-fit">
          <PageButton>{names.finish}</PageButton>
        </Marked>
      )}
    </Screen>
  );
}

function Legend() {
  const { text } = useWords();
  return (
    <p className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-xs">
      <span className="flex items-center gap-1 font-semibold text-success-ink">
        <Icon name="circle-check" className="size-3.5" />
        {text('picture.switch_on')}
      </span>
      <span className="flex items-center gap-1 font-semibold text-danger-ink">
        <Icon name="circle-x" className="size-3.5" />
        {text('picture.leave_off')}
      </span>
    </p>
  );
}

function SwitchLine({ of, name }: { of: KeySwitch; name: string }) {
  const { text } = useWords();
  const { isWanted } = of;
  return (
    <span
      className={classNames(
        'flex items-center gap-2.5 rounded-lg px-2 py-1.5',
        isWanted ? 'bg-success-soft text-success-ink' : undefined,
      )}
    >
      <Icon
        name={isWanted ? 'circle-check' : 'circle-x'}
        className={classNames('size-4', isWanted ? undefined : 'text-danger-ink')}
      />
      <span className="min-w-0 flex-1">
        <span className={classNames('block', isWanted ? 'font-semibold' : undefined)}>{name}</span>
        <span className={classNames('block text-xs leading-4', isWanted ? undefined : 'text-soft')}>
          {text(`picture.grant_${of.id}`)}
        </span>
      </span>
      <PageSwitch isOn={isWanted} />
    </span>
  );
}

export interface AddressesPictureProps extends PictureProps {
  /** The address of this installation; null where it is not known. */
  address: string | null;
  hasName?: boolean;
  hasEnd?: boolean;
}

/** The restriction to IP addresses, on, with one address; the name of the key or its end beside it where they are. */
export function AddressesPicture({ exchange, address, hasName, hasEnd }: AddressesPictureProps) {
  const words = useWords();
  const { text } = words;
  const names = pageNames(exchange, words);
  const shown = address ?? text('picture.address_unknown');
  return (
    <Screen
      alt={text('picture.alt_addresses', { exchange: names.exchange, address: shown })}
      place={`${names.host} › API`}
    >
      <div className="flex flex-col gap-4">
        {hasName === true ? <PageField label={text('picture.key_name')}>Mandato</PageField> : null}
        <Marked>
          <span className="flex items-center justify-between gap-3 rounded-lg px-1 py-0.5 font-semibold">
            {names.restrict}
            <PageSwitch isOn />
          </span>
        </Marked>
        <PageField
          label={
            address === null
              ? `${text('picture.address')} · ${text('picture.if_known')}`
              : text('picture.address')
          }
        >
          <span className={address === null ? 'text-soft' : 'font-mono'}>{shown}</span>
          <Icon name="check" className="size-4 text-accent-ink" />
        </PageField>
        {hasEnd === true ? (
          <PageField label={`${text('picture.end')} · ${text('picture.end_optional')}`}>
            <span className="text-soft">—</span>
            <Icon name="calendar" className="size-4 text-soft" />
          </PageField>
        ) : null}
        {exchange === 'kraken' ? (
          <Marked className="w-fit">
            <PageButton>{names.finish}</PageButton>
          </Marked>
        ) : null}
      </div>
    </Screen>
  );
}
