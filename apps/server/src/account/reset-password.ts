// The program "mandato account reset-password": makes the link by which a person sets a new password, without mail.

import { PlainFailure } from '../start/plain-failure.ts';
import type { Options } from '../start/read-options.ts';
import { endPlainly, readOperatorOptions, withInstallation } from '../start/with-installation.ts';
import { makeReset, resetLifeMs } from './password-reset.ts';

const help = `mandato account reset-password --email ADDRESS [--data DIR] [--key-file PATH] [--database-url URL]
                               [--port N | --public-url URL]

Makes a link by which the person of that e-mail sets a new password, once, within 30 minutes. Two-factor
authentication stays as it is: its code is still asked for. Stop Mandato first, and start it again afterwards, unless
it runs on a PostgreSQL server. The last line is JSON.
`;

process.exitCode = await endPlainly(async () => {
  const { email, rest } = takeEmail(process.argv.slice(2));
  const options = readOperatorOptions(rest);
  if (options !== 'help') return reset(options, email);
  process.stdout.write(help);
  return 0;
});

async function reset(options: Options, email: string | null): Promise<number> {
  if (email === null) throw new PlainFailure('Name the account with --email ADDRESS. See --help.');
  return withInstallation(options, async ({ database }) => {
    const token = await makeReset(database.db, { email, nowMs: Date.now() });
    if (!token.ok) throw new PlainFailure(`Nobody here has the e-mail "${email}": check how it is written.`);
    const base = options.publicUrl?.origin ?? `http://localhost:${options.port}`;
    // Behind the #: browsers send that part to no server, so that it is in no log.
    process.stdout.write(`${base}/reset-password#${token.value}\n`);
    process.stdout.write(
      'Give this link to its person alone. It works once, within 30 minutes from now; start Mandato again if you stopped it.\n',
    );
    process.stdout.write(`${JSON.stringify({ ok: true, minutes: resetLifeMs / 60_000 })}\n`);
    return 0;
  });
}

function takeEmail(args: readonly string[]): { readonly email: string | null; readonly rest: string[] } {
  const at = args.findIndex((word) => word === '--email' || word.startsWith('--email='));
  const word = args[at];
  if (word === undefined) return { email: null, rest: [...args] };
  const isJoined = word.startsWith('--email=');
  const email = isJoined ? word.slice('--email='.length) : (args[at + 1] ?? null);
  return { email, rest: args.filter((_, index) => index !== at && (isJoined || index !== at + 1)) };
}
