// Every command of `mandato`, in the order in which the overview lists them.

import { activityCommand, plansCommand, statusCommand } from './commands/account-commands.ts';
import { operatorCommands } from './commands/operator-commands.ts';
import { probeCommand } from './commands/probe-command.ts';

/** One command: its words, one line for the overview, its own help, and the work, which answers the exit code. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  readonly run: (args: readonly string[]) => Promise<number>;
}

export const commands: readonly Command[] = [
  statusCommand,
  plansCommand,
  activityCommand,
  probeCommand,
  ...operatorCommands,
];
