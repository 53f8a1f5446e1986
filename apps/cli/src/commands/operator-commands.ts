// The commands of whoever runs an installation: each is a built program of the server or the signer, started as it is.

import { type ProgramName, runBuilt } from '../built-programs.ts';
import type { Command } from '../commands.ts';

export const operatorCommands: readonly Command[] = [
  operatorCommand('audit verify', {
    program: 'server/verify',
    summary: 'says whether the audit trail is whole, or which row is the first bad one',
    help: `mandato audit verify [--data DIR] [--key-file PATH] [--database-url URL]

Reads the audit trail from its first entry to its last, and names the first bad row. Stop Mandato first.
Ends with 0 when the trail is whole and with 1 when it is not; the last line is JSON.`,
  }),
  operatorCommand('rotate-key', {
    program: 'signer/rotate-key',
    summary: 'wraps every stored exchange key in a new key file or under a new passphrase',
    help: `mandato rotate-key --directory DIR --key-file OLD [--passphrase] (--new-key-file NEW | --new-passphrase)

Changes the key that encrypts all stored exchange keys. Stop Mandato first.

  --directory       the signer's directory: "signer" in Mandato's data directory
  --key-file        the present key file; with --passphrase, where it would be
  --passphrase      a passphrase is in force: it is asked for
  --new-key-file    the new key file; it is made when there is none
  --new-passphrase  a new passphrase takes over: it is asked for

Passphrases are asked for in the terminal, or read from the input, a line each, the present one first.

Stopped half way, it loses nothing: run it again with the same words.`,
  }),
  operatorCommand('reset-password', {
    program: 'server/reset-password',
    summary: 'prints a link by which a person sets a new password, where no mail can be sent',
    help: `mandato reset-password --email E-MAIL [--data DIR] [--key-file PATH] [--database-url URL]

Prints a link by which the person of that e-mail sets a new password, once, within 30 minutes. The second factor stays
as it is: its code is still asked for. Stop Mandato first when it uses the embedded database.`,
  }),
  operatorCommand('backup', {
    program: 'server/backup',
    summary: 'makes a backup of the database, or puts one back without sending anything',
    help: `mandato backup make FILE [--data DIR] [--key-file PATH] [--database-url URL]
mandato backup restore FILE [--data DIR] [--key-file PATH] [--database-url URL]

After a restore the next start must be with --reconcile-only: it asks the exchange for every order since the backup and
sends nothing. The exchange keys are not part of a backup. FILE holds names, e-mail addresses and password hashes.`,
  }),
];

function operatorCommand(
  name: string,
  of: { readonly program: ProgramName; readonly summary: string; readonly help: string },
): Command {
  const { program, summary, help } = of;
  return { name, summary, help, run: (args) => runBuilt(program, args) };
}
