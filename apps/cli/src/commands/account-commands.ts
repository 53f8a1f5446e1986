// The commands of a person: what their plans do, read over the same typed API as the web pages use.

import { parseArgs } from 'node:util';
import { activityDetail } from '@mandato/messages/activity-detail';
import { formatInstant } from '@mandato/messages/format';
import { reasonSentence, translate } from '@mandato/messages/translate';
import type { PlanView } from '@mandato/server/api-contract/plan-contract';
import type { Command } from '../commands.ts';
import { locale } from '../locale.ts';
import { answered, closeSession, type MandatoClient, openSession } from '../mandato-session.ts';
import { PlainFailure } from '../plain-failure.ts';
import { writeTable } from '../write-table.ts';

const urlHelp = `  --url URL   where Mandato answers (http://localhost:3000)

The first time it asks for e-mail, password and code, and keeps the session in ~/.config/mandato, readable by you alone.
In a script they may come from MANDATO_EMAIL, MANDATO_PASSWORD and MANDATO_CODE.`;

/** The clock that the person at this terminal goes by. */
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

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
        links.map(({ exchange, name, keyHint, status, auditedAt }) => [
          exchange,
          name,
          `…${keyHint}`,
          translate(locale(), `link.status_${status.kind}`),
          formatInstant(locale(), Date.parse(auditedAt), zone),
        ]),
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
        stateOf(plan),
        plan.nextSlotAt === null ? '-' : formatInstant(locale(), Date.parse(plan.nextSlotAt), plan.zone),
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
      ['at', 'what', ''],
      rows.map(({ at, code, details }) => [
        formatInstant(locale(), Date.parse(at), zone),
        translate(locale(), `activity.${code}`),
        activityDetail(locale(), { code, details, zone }) ?? '',
      ]),
    );
    return { value: rows, table };
  }),
};

function stateOf({ state, pausedBecause }: PlanView): string {
  const words = translate(locale(), `plan.state_${state}`);
  const why = pausedBecause === null ? null : reasonSentence(locale(), pausedBecause);
  return why === null ? words : `${words}: ${why}`;
}

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
