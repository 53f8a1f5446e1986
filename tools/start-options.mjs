// Reads the command line of `npm start`; a mistake in it is one sentence and exit code 2.

import path from 'node:path';
import { parseArgs } from 'node:util';
import { PlainFailure } from './plain-failure.mjs';

export const startHelp = `npm start -- [--port N] [--lonja-port N] [--data DIR] [--no-lonja]

Installs what is missing, builds what is stale, and runs the practice exchange and Mandato until Ctrl-C.

  --port N              where Mandato answers (3000)
  --lonja-port N        where Lonja, the practice exchange, answers (4000)
  --data DIR            where everything is kept (./data)
  --no-lonja            without the practice exchange: the real exchange only
  --sandbox-clock SPEC  ORIGIN_MS,RATE,ANCHOR_WALL_MS: one accelerated market clock for both programs
  --help                this text`;

/**
 * @typedef {object} StartOptions
 * @property {number} port
 * @property {number} lonjaPort
 * @property {string} data absolute
 * @property {boolean} lonja whether the practice exchange runs too
 * @property {string | undefined} sandboxClock
 */

/**
 * The options in `args`, or 'help'.
 * @param {string[]} args
 * @returns {StartOptions | 'help'}
 */
export function parseStartOptions(args) {
  const { help, ...values } = readWords(args);
  if (help === true) return 'help';
  const options = {
    port: parsePort('--port', values.port ?? '3000'),
    lonjaPort: parsePort('--lonja-port', values['lonja-port'] ?? '4000'),
    data: path.resolve(values.data ?? 'data'),
    lonja: values['no-lonja'] !== true,
    sandboxClock: values['sandbox-clock'],
  };
  if (options.lonja && options.port === options.lonjaPort) {
    throw new PlainFailure('--port and --lonja-port are the same: each program needs a port of its own.', 2);
  }
  if (options.sandboxClock !== undefined && !/^\d+,\d+(?:\.\d+)?,\d+$/.test(options.sandboxClock)) {
    throw new PlainFailure('--sandbox-clock takes ORIGIN_MS,RATE,ANCHOR_WALL_MS, three numbers.', 2);
  }
  return options;
}

/** @param {string[]} args */
function readWords(args) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        'lonja-port': { type: 'string' },
        data: { type: 'string' },
        'no-lonja': { type: 'boolean' },
        'sandbox-clock': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new PlainFailure(`${reason?.replace(/\.? To specify.*$/, '')}: see npm start -- --help`, 2);
  }
}

/**
 * @param {string} option
 * @param {string} text
 */
function parsePort(option, text) {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new PlainFailure(`${option} takes a port from 1 to 65535, and "${text}" is not one.`, 2);
}
