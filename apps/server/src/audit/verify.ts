// The program "mandato audit verify": says whether the trail is whole or which row is the first bad one.

import { PlainFailure } from '../start/plain-failure.ts';
import {
  endPlainly,
  type OpenedInstallation,
  readOperatorOptions,
  withInstallation,
} from '../start/with-installation.ts';
import { readAnchor } from './trail-anchor.ts';
import { type TrailVerdict, verifyTrail } from './verify-trail.ts';

const help = `mandato audit verify [--data DIR] [--key-file PATH] [--database-url URL]

Reads the audit trail from its first entry to its last and names the first bad row. Stop Mandato first.
Ends with 0 when the trail is whole and 1 when it is not; the last line is JSON.
`;

process.exitCode = await endPlainly(async () => {
  const options = readOperatorOptions(process.argv.slice(2));
  if (options !== 'help') return withInstallation(options, verify);
  process.stdout.write(help);
  return 0;
});

async function verify({ install, database }: OpenedInstallation): Promise<number> {
  const anchor = readAnchor(install.trailAnchorFile);
  if (anchor === 'unreadable') {
    throw new PlainFailure(`The anchor ${install.trailAnchorFile} cannot be read: restore it from a backup.`);
  }
  const verdict = await verifyTrail(database.db, { mac: install.key.trailMac, anchor });
  process.stdout.write(`${sentence(verdict, anchor !== null)}\n`);
  process.stdout.write(`${JSON.stringify({ ok: verdict.kind === 'whole', ...verdict, anchor })}\n`);
  return verdict.kind === 'whole' ? 0 : 1;
}

function sentence(verdict: TrailVerdict, hasAnchor: boolean): string {
  if (verdict.kind === 'bad') {
    return `The trail is not whole: row ${verdict.seq} is the first bad one (${verdict.fault}); ${verdict.entries} rows before it are as they were written.`;
  }
  const end = hasAnchor
    ? 'It reaches the anchor that is kept outside the database.'
    : 'There is no anchor outside the database, so rows missing at its end would not be seen.';
  return `The trail is whole: ${verdict.entries} rows. ${end}`;
}
