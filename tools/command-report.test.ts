// runReportedCommand() as a process: whatever happens, its last line is JSON and its exit code tells the truth.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { root } from './repository-root.mjs';
import { temporaryFolder } from './temporary-folder.ts';

const house = temporaryFolder();
house.linkInstalledPackages();
house.copyFromRepository('tools/command-report.ts');
house.copyFromRepository('package.json');
let commandCount = 0;

function runCommand(body: string, args: readonly string[] = []) {
  commandCount += 1;
  const file = `tools/command-${commandCount}.ts`;
  house.write(
    file,
    `import { parseArgs } from 'node:util';
import { runReportedCommand } from './command-report.ts';
await runReportedCommand({
  help: 'a command that does little',
  timeLimitMs: 300,
  run: async (args, stop) => {
    parseArgs({ args: [...args], options: {} });
    ${body}
  },
});
`,
  );
  const tsx = path.join(root, 'node_modules', '.bin', 'tsx');
  const done = spawnSync(tsx, [file, ...args], { cwd: house.dir, encoding: 'utf8' });
  return { code: done.status, lines: done.stdout.trim().split('\n'), stderr: done.stderr };
}

it('runReportedCommand() ends with 0 and its report, also with a handle left open', () => {
  const done = runCommand(
    "setInterval(() => {}, 1000); console.log('a table'); return { ok: true, figures: { seconds: 3 }, targets: { seconds: 60 } };",
  );
  expect(done.code).toBe(0);
  expect(done.lines).toEqual(['a table', '{"ok":true,"figures":{"seconds":3},"targets":{"seconds":60}}']);
});

it('runReportedCommand() ends with 1 when a target is missed', () => {
  const done = runCommand('return { ok: false, figures: { seconds: 90 }, targets: { seconds: 60 } };');
  expect(done.code).toBe(1);
  expect(JSON.parse(done.lines.at(-1) ?? '')).toMatchObject({ ok: false, figures: { seconds: 90 } });
});

it('runReportedCommand() reports a crash as not ok', () => {
  const done = runCommand("throw new Error('it broke');");
  expect(done.code).toBe(1);
  expect(JSON.parse(done.lines.at(-1) ?? '')).toEqual({
    ok: false,
    figures: {},
    targets: {},
    failure: 'it broke',
  });
});

it('runReportedCommand() bounds its own time and lets the work clean up', () => {
  const done = runCommand(
    "await new Promise((_resolve, reject) => { setInterval(() => {}, 1000); stop.addEventListener('abort', () => reject(stop.reason)); }); return { ok: true, figures: {}, targets: {} };",
  );
  expect(done.code).toBe(1);
  expect(JSON.parse(done.lines.at(-1) ?? '')).toMatchObject({ ok: false });
  expect(done.stderr).toContain('stopped after 0.3 s');
});

it('runReportedCommand() answers --help, and a wrong option with exit code 2', () => {
  expect(runCommand('return { ok: true, figures: {}, targets: {} };', ['--help'])).toMatchObject({
    code: 0,
    lines: ['a command that does little'],
  });
  const wrong = runCommand('return { ok: true, figures: {}, targets: {} };', ['--wrong']);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain("Unknown option '--wrong'");
});
