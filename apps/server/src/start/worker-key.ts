// The file that makes a process on another machine a worker of this installation: its id, and two keys of its own.

import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { type ServerKey, trailMacOf } from '../account/server-key.ts';
import type { RelaySecret } from '../relay/relay-secret.ts';
import { PlainFailure } from './plain-failure.ts';

export interface WorkerKey {
  readonly relay: RelaySecret;
  /** With it a worker chains what it does into the audit trail; it opens nothing that the server key sealed. */
  readonly trailMac: (text: string) => string;
}

const fileSchema = z.strictObject({
  installId: z.string().regex(/^[a-z2-7]{16}$/),
  relay: z.string().regex(/^[0-9a-f]{64}$/),
  trail: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Writes the file, for its owner alone; the same installation always writes the same. */
export function writeWorkerKey(
  file: string,
  of: { readonly installId: string; readonly key: ServerKey },
): RelaySecret {
  const { relay, trail } = of.key.forWorkers();
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  const content = { installId: of.installId, relay: relay.toString('hex'), trail: trail.toString('hex') };
  writeFileSync(draft, `${JSON.stringify(content)}\n`, { mode: 0o400, flush: true });
  renameSync(draft, file);
  return { installId: of.installId, secret: relay };
}

/** Reads the file; a PlainFailure says what is wrong with it. */
export function readWorkerKey(file: string): WorkerKey {
  if (!existsSync(file)) {
    throw new PlainFailure(
      `There is no worker key at ${file}: copy it from the main machine, where a start with --relay writes it beside the key file.`,
    );
  }
  if ((statSync(file).mode & 0o077) !== 0)
    throw new PlainFailure(`The worker key ${file} can be read by other users: run "chmod 400" on it.`);
  const { installId, relay, trail } = parse(file);
  return {
    relay: { installId, secret: Buffer.from(relay, 'hex') },
    trailMac: trailMacOf(Buffer.from(trail, 'hex')),
  };
}

function parse(file: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new PlainFailure(`The worker key ${file} cannot be read: copy it from the main machine again.`);
  }
}
