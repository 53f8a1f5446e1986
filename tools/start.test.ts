// `npm start` against small stand-ins for both programs: what it checks, prints, passes on and cleans up.

import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { buildTargets } from './build-targets.mjs';
import { largerPages } from './larger-pages.mjs';
import { root } from './repository-root.mjs';
import { whyNodeUnfit } from './require-node.mjs';
import { temporaryFolder } from './temporary-folder.ts';

const standIn = `// A stand-in: answers /healthz, writes its arguments down, ends with its channel.
import { createServer } from 'node:http';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
const option = (name) => process.argv[process.argv.indexOf(name) + 1];
const data = option('--data');
if (process.env.REFUSE === data.split('/').at(-1)) {
  console.error('The data is held by process 1.');
  process.exit(3);
}
mkdirSync(data, { recursive: true });
writeFileSync(data + '/arguments.json', JSON.stringify(process.argv.slice(2)));
writeFileSync(data + '/pages', process.env.GLIBC_TUNABLES ?? '');
writeFileSync(data + '/pid', String(process.pid));
const server = createServer((request, response) => {
  if (request.url === '/die') {
    console.error('the last words');
    process.exit(7);
  }
  response.end('ok');
});
server.listen(Number(option('--port')), '127.0.0.1');
const leave = () => {
  rmSync(data + '/pid', { force: true });
  process.exit(0);
};
process.on('disconnect', leave);
process.on('SIGTERM', leave);
`;

const house = temporaryFolder();
for (const file of readdirSync(path.join(root, 'tools'))) {
  if (file.endsWith('.mjs')) house.copyFromRepository(`tools/${file}`);
}
house.copyFromRepository('package.json');
house.write('package-lock.json', '{"packages":{}}');
house.linkInstalledPackages();
for (const { name, kind, entries } of buildTargets) {
  house.write(`apps/${name}/package.json`, '{"type":"module"}');
  const content = kind === 'web' ? '<!doctype html><title>stand-in</title>' : standIn;
  for (const entry of entries) house.write(`apps/${name}/${entry}`, content);
}

interface Run {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly code: Promise<number | null>;
}

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

function start(args: readonly string[], env: Record<string, string> = {}): Run {
  return follow(process.execPath, ['tools/start.mjs', ...args], env);
}

function follow(program: string, args: readonly string[], env: Record<string, string> = {}): Run {
  const child = spawn(program, args, { cwd: house.dir, env: { ...process.env, ...env } });
  running.add(child);
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    text += String(chunk);
  });
  const code = new Promise<number | null>((resolve) => {
    child.on('close', (exitCode) => {
      running.delete(child);
      resolve(exitCode);
    });
  });
  return { child, out: () => text, code };
}

async function freePorts(): Promise<[string, string]> {
  const servers = [createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<string>((resolve) => {
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(String(typeof address === 'object' ? address?.port : ''));
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return [ports[0] ?? '', ports[1] ?? ''];
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

async function answers(port: string): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/healthz`).then(
    (answer) => answer.ok,
    () => false,
  );
}

describe('npm start', () => {
  it('startProducts() builds, starts both, names its holder to a second start, and stops cleanly', async () => {
    const [port, lonjaPort] = await freePorts();
    const data = path.join(house.dir, 'data-a');
    const args = [
      '--port',
      port,
      '--lonja-port',
      lonjaPort,
      '--data',
      data,
      '--sandbox-clock',
      '1000,60,2000',
    ];
    const first = start(args);
    await until(() => first.out().includes('Ctrl-C') || first.child.exitCode !== null);
    expect(first.out()).toContain('Built lonja');
    expect(first.out()).toContain(`Open http://localhost:${lonjaPort} to create a practice account`);
    expect(JSON.parse(readFileSync(path.join(data, 'mandato', 'arguments.json'), 'utf8'))).toEqual([
      '--port',
      port,
      '--data',
      path.join(data, 'mandato'),
      '--practice-url',
      `http://localhost:${lonjaPort}`,
      '--sandbox-clock',
      '1000,60,2000',
    ]);
    const asked = process.env['GLIBC_TUNABLES'];
    expect(readFileSync(path.join(data, 'lonja', 'pages'), 'utf8')).toBe(asked ?? largerPages.GLIBC_TUNABLES);
    expect(readFileSync(path.join(data, 'mandato', 'pages'), 'utf8')).toBe(asked ?? '');

    const second = start(args);
    expect(await second.code).toBe(1);
    expect(second.out()).toBe(
      `The data in ${data} is held by process ${first.child.pid}: stop it first, or choose another directory with --data.\n`,
    );

    first.child.kill('SIGTERM');
    expect(await first.code).toBe(0);
    expect(readdirSync(path.join(data, 'mandato'))).toEqual(['arguments.json', 'pages']);
    expect(readdirSync(path.join(data, 'lonja'))).toEqual(['arguments.json', 'pages']);
    expect(readdirSync(data).sort()).toEqual(['logs', 'lonja', 'mandato']);
  });

  it('startProgram() lets no program outlive a start that is killed, and the next start takes over', async () => {
    const [port, lonjaPort] = await freePorts();
    const args = ['--port', port, '--lonja-port', lonjaPort, '--data', path.join(house.dir, 'data-b')];
    const first = start(args);
    await until(() => first.out().includes('Ctrl-C') || first.child.exitCode !== null);
    expect(first.out()).not.toContain('Built');
    first.child.kill('SIGKILL');
    const next = start(args);
    await until(() => next.out().includes('Ctrl-C') || next.child.exitCode !== null);
    expect(await answers(port)).toBe(true);
    next.child.kill('SIGINT');
    expect(await next.code).toBe(0);
    expect(await answers(lonjaPort)).toBe(false);
  });

  it('explainEnd() stops the other program and shows the last lines when one dies', async () => {
    const [port, lonjaPort] = await freePorts();
    const data = path.join(house.dir, 'data-c');
    const run = start(['--port', port, '--lonja-port', lonjaPort, '--data', data]);
    await until(() => run.out().includes('Ctrl-C') || run.child.exitCode !== null);
    await fetch(`http://127.0.0.1:${lonjaPort}/die`).catch(() => undefined);
    expect(await run.code).toBe(1);
    expect(run.out()).toContain('the last words');
    expect(run.out()).toContain('lonja ended with code 7');
    expect(await answers(port)).toBe(false);
  });

  it('explainEnd() shows the one sentence of a program that cannot start as it is', async () => {
    const [port, lonjaPort] = await freePorts();
    const data = path.join(house.dir, 'data-d');
    const run = start(['--port', port, '--lonja-port', lonjaPort, '--data', data], { REFUSE: 'mandato' });
    expect(await run.code).toBe(1);
    expect(run.out()).toBe('The data is held by process 1.\n');
    expect(await answers(lonjaPort)).toBe(false);
  });

  it('npm start passes SIGTERM on, and ends when npm itself is killed', async () => {
    const [port, lonjaPort] = await freePorts();
    const words = ['--port', port, '--lonja-port', lonjaPort, '--data', path.join(house.dir, 'data-g')];
    const polite = follow('npm', ['start', '--', ...words]);
    await until(() => polite.out().includes('Ctrl-C') || polite.child.exitCode !== null);
    polite.child.kill('SIGTERM');
    expect(await polite.code).toBe(0);
    expect(await answers(port)).toBe(false);
    const killed = follow('npm', ['start', '--', ...words]);
    await until(() => killed.out().includes('Ctrl-C') || killed.child.exitCode !== null);
    expect(await answers(port)).toBe(true);
    killed.child.kill('SIGKILL');
    await until(async () => !((await answers(port)) || (await answers(lonjaPort))));
    expect(await killed.code).toBe(null);
  });

  it('largerPages is what npm run lonja asks for as well', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    expect(scripts.lonja).toContain(
      `env GLIBC_TUNABLES=\${GLIBC_TUNABLES-${largerPages.GLIBC_TUNABLES}} node `,
    );
  });

  it('programSpecs() without the practice exchange runs Mandato alone', async () => {
    const [port] = await freePorts();
    const data = path.join(house.dir, 'data-e');
    const run = start(['--port', port, '--no-lonja', '--data', data]);
    await until(() => run.out().includes('Ctrl-C') || run.child.exitCode !== null);
    expect(readFileSync(path.join(data, 'mandato', 'arguments.json'), 'utf8')).toContain('--no-practice');
    run.child.kill('SIGTERM');
    expect(await run.code).toBe(0);
  });
});

describe('one clear sentence', () => {
  it('requireFreePort() names the port that is taken', async () => {
    const [port, lonjaPort] = await freePorts();
    const server = createServer().listen(Number(lonjaPort), '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const run = start(['--port', port, '--lonja-port', lonjaPort, '--data', path.join(house.dir, 'data-f')]);
    expect(await run.code).toBe(1);
    expect(run.out()).toBe(
      `Port ${lonjaPort} is taken: stop what uses it, or choose another with --lonja-port.\n`,
    );
    server.close();
  });

  it('requireWritable() names the data directory that cannot be written', async () => {
    house.write('a-file', '');
    const data = path.join(house.dir, 'a-file', 'data');
    const run = start(['--data', data]);
    expect(await run.code).toBe(1);
    expect(run.out()).toBe(
      `The data directory ${data} cannot be written (ENOTDIR): choose another with --data, or change its permissions.\n`,
    );
  });

  it.each([
    [['--speed', '9'], "Unknown option '--speed': see npm start -- --help\n"],
    [['--port', '70000'], '--port takes a port from 1 to 65535, and "70000" is not one.\n'],
    [
      ['--port', '3', '--lonja-port', '3'],
      '--port and --lonja-port are the same: each program needs a port of its own.\n',
    ],
    [['--sandbox-clock', 'soon'], '--sandbox-clock takes ORIGIN_MS,RATE,ANCHOR_WALL_MS, three numbers.\n'],
  ])('parseStartOptions() answers %j with one sentence and exit code 2', async (args, sentence) => {
    const run = start(args);
    expect(await run.code).toBe(2);
    expect(run.out()).toBe(sentence);
  });

  it('whyNodeUnfit() refuses every Node outside the range and no other', () => {
    const range = '^20.19.0 || ^22.13.0 || >=24.0.0';
    const fit = ['20.19.0', '20.20.2', '22.13.0', '22.23.3', '24.0.0', '26.1.0'];
    const unfit = ['18.20.0', '20.18.9', '21.7.0', '22.12.0', '23.11.0'];
    expect(fit.filter((version) => whyNodeUnfit(version, range) !== undefined)).toEqual([]);
    expect(unfit.filter((version) => whyNodeUnfit(version, range) === undefined)).toEqual([]);
    expect(whyNodeUnfit('18.20.0', range)).toMatch(
      /^Mandato needs Node \^20\.19\.0 or .*, and this is Node 18\.20\.0: .*\.$/,
    );
  });
});
