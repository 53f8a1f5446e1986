// `mandato probe`: has the signer's probe ask an exchange, and writes down what it found, for people and for programs.

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { builtProgram } from '../built-programs.ts';
import type { Command } from '../commands.ts';
import { PlainFailure } from '../plain-failure.ts';
import { type ProbeMessage, type ProbeReport, probeMessageSchema } from '../probe-report.ts';
import { askSecretly, readCredentialFile } from '../read-secret.ts';
import { writeProbePage } from '../write-probe-page.ts';

const stageUrl = 'https://stage.bitso.com';

export const probeCommand: Command = {
  name: 'probe bitso',
  summary:
    'asks an exchange how it treats nonces, order ids and lost requests, and writes down what it found',
  help: `mandato probe bitso --stage | --url URL [--book BOOK] [--samples N] [--with-fills] [--out DIR]

Asks an exchange that speaks Bitso's API how it treats nonces, order ids and requests whose answer was lost, and derives
the settings of the order pipeline from the answers. It signs with the signer's own code and knows no call that moves
money out. Its orders are the smallest that the book takes, 30 % below the market, and are cancelled at the end.

  --stage         Bitso's test exchange, ${stageUrl}
  --url URL       any other: HTTPS, or plain HTTP on this machine
  --book BOOK     the book of the tiny orders (btc_mxn)
  --samples N     how many orders are timed (20; the settle time needs 1000)
  --with-fills    also make up to two of the smallest market buys, for what only a trade can show
  --credentials F a file of two lines, key and secret, that only you can read
  --out DIR       where to write probe-HOST-DATE.json and .md (./data/probes)

Without --credentials the key is taken from MANDATO_PROBE_KEY and MANDATO_PROBE_SECRET, or asked for on the terminal;
never from the command line. Use a key that cannot withdraw. Ends with 0 when nothing was left open; the last line is
JSON.`,
  run: probe,
};

async function probe(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  const credential = await readCredential(options.credentials);
  const { baseUrl, book, sampleCount, hasFills } = options;
  const report = await runProbe({ baseUrl, book, sampleCount, hasFills, ...credential });
  const files = writeDown(report, options.out);
  for (const file of files) process.stdout.write(`Written to ${file}\n`);
  const states = (state: string) => report.findings.filter((finding) => finding.state === state).length;
  const figures = {
    found: states('found'),
    unclear: states('unclear'),
    notAsked: states('not_asked'),
    leftOpen: report.leftOpen,
    requestWindowMs: report.settings.requestWindowMs,
    settleTimeMs: report.settings.settleTimeMs,
  };
  const ok = report.leftOpen === 0 && figures.unclear === 0;
  process.stdout.write(`${JSON.stringify({ ok, figures, targets: { leftOpen: 0, unclear: 0 } })}\n`);
  return ok ? 0 : 1;
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stage: { type: 'boolean', default: false },
      url: { type: 'string' },
      book: { type: 'string', default: 'btc_mxn' },
      samples: { type: 'string', default: '20' },
      'with-fills': { type: 'boolean', default: false },
      credentials: { type: 'string' },
      out: { type: 'string', default: 'data/probes' },
    },
  });
  if (values.stage === (values.url !== undefined))
    throw new PlainFailure('Name one exchange: --stage, or --url URL.', 2);
  const sampleCount = /^[0-9]{1,5}$/.test(values.samples) ? Number(values.samples) : 0;
  if (sampleCount < 1) throw new PlainFailure('--samples takes a whole number from 1.', 2);
  const { book, out, credentials } = values;
  const baseUrl = originOf(values.url ?? stageUrl);
  return { baseUrl, book, sampleCount, hasFills: values['with-fills'], out, credentials };
}

function originOf(text: string): string {
  if (!URL.canParse(text)) throw new PlainFailure(`--url takes an address, and "${text}" is not one.`, 2);
  return new URL(text).origin;
}

async function readCredential(file: string | undefined) {
  if (file !== undefined) return readCredentialFile(file);
  const apiKey = process.env['MANDATO_PROBE_KEY'] ?? (await askSecretly('API key'));
  const apiSecret = process.env['MANDATO_PROBE_SECRET'] ?? (await askSecretly('API secret'));
  if (apiKey === '' || apiSecret === '') throw new PlainFailure('Without a key nothing can be asked.');
  return { apiKey, apiSecret };
}

/** Starts the probe with an empty environment, tells it everything on its standard input, and shows what it finds. */
async function runProbe(asked: object): Promise<ProbeReport> {
  const child = spawn(process.execPath, [builtProgram('signer/probe')], {
    env: {},
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(asked));
  let report: ProbeReport | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const message = readMessage(line);
    if (message.kind === 'failed') throw new PlainFailure(`The probe ended early: ${message.sentence}.`);
    if (message.kind === 'report') report = message.report;
    else {
      const { id, state, question, found } = message.finding;
      process.stdout.write(
        `${id.padEnd(4)} ${question}\n     ${state === 'not_asked' ? 'not asked: ' : ''}${found}\n`,
      );
    }
  }
  if (report === null) throw new PlainFailure('The probe ended without a report.');
  return report;
}

function readMessage(line: string): ProbeMessage {
  return probeMessageSchema.parse(JSON.parse(line));
}

/** The same report twice: for programs, and for people. */
function writeDown(report: ProbeReport, out: string): readonly string[] {
  mkdirSync(out, { recursive: true });
  const host = new URL(report.baseUrl).host.replaceAll(/[^a-z0-9.-]/g, '-');
  const name = path.resolve(out, `probe-${host}-${report.startedAt.replaceAll(/[:.]/g, '-')}`);
  writeFileSync(`${name}.json`, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(`${name}.md`, writeProbePage(report));
  return [`${name}.json`, `${name}.md`];
}
