// The QR code and the manual key, and the first code that proves the app has them.
import { CopyField } from '@mandato/ui/copy-field';
import { GuideList } from '@mandato/ui/guide-list';
import { QrCode } from '@mandato/ui/qr-code';
import { TextLink } from '@mandato/ui/text-link';
import { useWords } from '../messages/use-words.ts';
import { CodeForm, type CodeFormProps } from '../session/code-form.tsx';
import { groupKey } from './group-key.ts';

export interface TwoFactorScanProps
  extends Pick<CodeFormProps, 'isBusy' | 'refusal' | 'onCode' | 'onCancel'> {
  otpauthUri: string;
  /** Base32, without spaces. */
  manualKey: string;
}

export function TwoFactorScan({ otpauthUri, manualKey, ...form }: TwoFactorScanProps) {
  const { text } = useWords();
  return (
    <GuideList
      steps={[
        {
          id: 'scan',
          title: text('twoFactor.scanTitle'),
          body: (
            <div className="flex flex-col gap-4">
              <p>{text('twoFactor.scanText')}</p>
              <QrCode text={otpauthUri} label={text('twoFactor.qrLabel')} />
              <p className="sm:hidden">
                <TextLink href={otpauthUri}>{text('twoFactor.openApp')}</TextLink>
              </p>
              <div className="max-w-lg text-ink">
                <CopyField
                  label={text('twoFactor.manualKey')}
                  hint={text('twoFactor.manualKeyHint')}
                  value={manualKey}
                  shown={groupKey(manualKey)}
                  copyLabel={text('app.copy')}
                  copiedLabel={text('app.copied')}
                  failedLabel={text('app.copyFailed')}
                />
              </div>
            </div>
          ),
        },
        {
          id: 'code',
          title: text('twoFactor.codeTitle'),
          body: (
            <div className="mt-3 max-w-sm text-ink">
              <CodeForm isInline submitLabel={text('twoFactor.confirm')} {...form} />
            </div>
          ),
        },
      ]}
    />
  );
}
