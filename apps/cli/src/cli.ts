#!/usr/bin/env node
// The program `mandato`: finds the command that was asked for, runs it, and ends with its exit code.

import { commands } from './commands.ts';
import { PlainFailure } from './plain-failure.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const command = commands.find(({ name }) => name.split(' ').every((word, at) => words[at] === word));
  if (command === undefined) {
    const [first] = words;
    const isHelp = first === undefined || first === '--help' || first === '-h' || first === 'help';
    process.stdout.write(isHelp ? overview() : '');
    if (isHelp) return 0;
    process.stderr.write(`There is no command "${first}". Try mandato --help.\n`);
    return 2;
  }
  const args = words.slice(command.name.split(' ').length);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${command.help}\n`);
    return 0;
  }
  try {
    return await command.run(args);
  } catch (error) {
    if (!(error instanceof PlainFailure) && !isArgumentMistake(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error instanceof PlainFailure ? error.exitCode : 2;
  }
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `mandato COMMAND [option ...]\n\n${lines.join('\n')}\n\nmandato COMMAND --help tells more of each.\n`;
}

function isArgumentMistake(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
