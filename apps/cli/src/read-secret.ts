// Takes a secret from the environment, a file or the keyboard; never from the command line, which other users can read.

import { readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { PlainFailure } from './plain-failure.ts';

/** Two lines, key and secret, from a file that nobody else can read. */
export function readCredentialFile(file: string): { readonly apiKey: string; readonly apiSecret: string } {
  let text: string;
  try {
    if ((statSync(file).mode & 0o077) !== 0)
      throw new PlainFailure(`${file} can be read by other users: run "chmod 400" on it.`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof PlainFailure) throw error;
    throw new PlainFailure(`${file} cannot be read.`);
  }
  const [apiKey = '', apiSecret = ''] = text.split('\n').map((line) => line.trim());
  if (apiKey === '' || apiSecret === '')
    throw new PlainFailure(`${file} must hold two lines: the key, and the secret.`);
  return { apiKey, apiSecret };
}

/** Asks on the terminal without showing what is typed. */
export async function askSecretly(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new PlainFailure(
      'There is no terminal to ask on: give it by the environment or a file; see --help.',
    );
  process.stderr.write(`${question}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  const answer = await new Promise<string>((resolve) => {
    lines.question('', resolve);
  });
  lines.close();
  process.stderr.write('\n');
  return answer.trim();
}
