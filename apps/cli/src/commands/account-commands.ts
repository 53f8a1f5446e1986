// The commands of a person: what their plans do, read over the same typed API as the web pages use.

import { parseArgs } from 'node:util';
import type { Command } from '../commands.ts';
import { answered, closeSession, type MandatoClient, openSession } from '../mandato-session.ts';
import { PlainFailure } from '../plain-failure.ts';
import { writeTable } from '../write-table.ts';

const urlHelp = `  --url URL   where Mandato answers (http://localhost:3000)

The first time it asks for e-mail, password and code, and keeps the session in ~/.config/mandato, readable by you alone.
In a script they may come from MANDATO_EMAIL, MANDATO_PASSWORD and MANDATO_CODE.`;

export const statusCommand: Command = {
  name: 'status',
  summary: 'shows the exchanges that are linked, and how they are',
  help: `mandato status [--url URL] [--json] [--sign-out]\n\n${urlHelp}`,
  run: async (args) => {
    const { url, isJson, isSigningOut } = readOptions(args);
    if (isSigningOut) {
      await closeSession(url);
      process.stdout.write('Signed out.\n');
      return 0;
    }
    const client = await openSession(url);
    const links = await answered(url, client.links.list());
    return show(isJson, links, () =>
      writeTable(
        ['exchange', 'name', 'key', 'status', 'checked'],
        links.map((link) => [link.exchange, link.name, `…${link.keyHint}`, link.status.kind, link.auditedAt]),
      ),
    );
  },
};

export const plansCommand: Command = {
  name: 'plans list',
  summary: 'shows your plans, what they have bought and when they buy next',
  help: `mandato plans list [--url URL] [--json]\n\n${urlHelp}`,
  run: withClient(async (client, url) => {
    const plans = await answered(url, client.plans.list());
    const table = writeTable(
      ['book', 'each time', 'state', 'next', 'spent', 'bought', 'buys'],
      plans.map((plan) => [
        plan.book,
        `${plan.notional} ${plan.quote}`,
        plan.pausedBecause === null ? plan.state : `${plan.state} (${plan.pausedBecause})`,
        plan.nextSlotAt ?? '-',
        `${plan.spent} ${plan.quote}`,
        `${plan.bought} ${plan.base}`,
        `${plan.ordersDone}`,
      ]),
    );
    return { value: plans, table };
  }),
};

export const activityCommand: Command = {
  name: 'activity',
  summary: 'shows what was done, what was not done, and why',
  help: `mandato activity [--url URL] [--json]\n\n${urlHelp}`,
  run: withClient(async (client, url) => {
    const rows = await answered(url, client.activity.list({ before: null, limit: 50 }));
    const table = writeTable(
      ['at', 'what', 'details'],
      rows.map((row) => [
        row.at,
        row.code,
        Object.entries(row.details)
          .map(([name, text]) => `${name} ${text}`)
          .join(', '),
      ]),
    );
    return { value: rows, table };
  }),
};

function withClient(
  read: (client: MandatoClient, url: string) => Promise<{ readonly value: unknown; readonly table: string }>,
): Command['run'] {
  return async (args) => {
    const { url, isJson } = readOptions(args);
    const { value, table } = await read(await openSession(url), url);
    return show(isJson, value, () => table);
  };
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string', default: 'http://localhost:3000' },
      json: { type: 'boolean', default: false },
      'sign-out': { type: 'boolean', default: false },
    },
  });
  if (!URL.canParse(values.url))
    throw new PlainFailure(`--url takes an address, and "${values.url}" is not one.`, 2);
  return { url: new URL(values.url).origin, isJson: values.json, isSigningOut: values['sign-out'] };
}

function show(isJson: boolean, value: unknown, table: () => string): number {
  process.stdout.write(isJson ? `${JSON.stringify(value)}\n` : table());
  return 0;
}
