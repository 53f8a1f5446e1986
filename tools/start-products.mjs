// `npm start` from its checked options to its clean end: checks, prepares, runs both programs, stops both.

import { connect, createServer } from 'node:net';
import path from 'node:path';
import { lockData } from './data-lock.mjs';
import { largerPages } from './larger-pages.mjs';
import { PlainFailure } from './plain-failure.mjs';
import { prepare } from './prepare.mjs';
import { parseStartOptions, startHelp } from './start-options.mjs';
import { startProgram } from './supervised-program.mjs';

/** @typedef {import('./start-options.mjs').StartOptions} StartOptions */
/** @typedef {import('./supervised-program.mjs').Program} Program */

const host = '127.0.0.1';
const healthyWithinMs = 90_000;
const portsFreeWithinMs = 10_000;
/** A program that ends with this code wrote one sentence for the person on stderr. */
const sentenceExitCode = 3;

/**
 * @param {string[]} args the command line
 * @returns {Promise<number>} the exit code
 */
export async function startProducts(args) {
  const options = parseStartOptions(args);
  if (options === 'help') {
    console.log(startHelp);
    return 0;
  }
  const lock = lockData(options.data);
  try {
    await requireFreePorts(options, lock.tookOver);
    await prepare(options.lonja ? undefined : ['server', 'signer', 'web']);
    return await runUntilStopped(options);
  } finally {
    lock.release();
  }
}

/**
 * @param {StartOptions} options
 * @param {boolean} mayBeClosing programs of a start that died may need a moment to notice
 */
async function requireFreePorts(options, mayBeClosing) {
  await requireFreePort(options.port, '--port', mayBeClosing);
  if (options.lonja) await requireFreePort(options.lonjaPort, '--lonja-port', mayBeClosing);
}

/**
 * @param {number} port
 * @param {string} option
 * @param {boolean} mayBeClosing
 */
async function requireFreePort(port, option, mayBeClosing) {
  const untilMs = Date.now() + (mayBeClosing ? portsFreeWithinMs : 0);
  for (;;) {
    const problem = await whyPortUnusable(port);
    if (problem === undefined) return;
    if (problem !== 'EADDRINUSE') {
      throw new PlainFailure(`Port ${port} cannot be used (${problem}): choose another with ${option}.`);
    }
    if (Date.now() >= untilMs) {
      throw new PlainFailure(`Port ${port} is taken: stop what uses it, or choose another with ${option}.`);
    }
    await pause(200);
  }
}

/**
 * @param {number} port
 * @returns {Promise<string | undefined>}
 */
async function whyPortUnusable(port) {
  if (await isAnswered(port)) return 'EADDRINUSE';
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

/**
 * Whether something listens there on any name of this machine, which a bind to one address would not notice.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isAnswered(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: 'localhost', timeout: 1000 });
    /** @param {boolean} answer */
    const settle = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}

/**
 * @param {StartOptions} options
 * @returns {Promise<number>}
 */
async function runUntilStopped(options) {
  /** @type {Program[]} */
  const programs = [];
  const stopAsked = awaitStopSignal(() => {
    for (const program of programs) program.kill();
  });
  try {
    for (const spec of programSpecs(options)) {
      const program = startProgram(spec);
      programs.push(program);
      const early = await Promise.race([untilHealthy(program), stopAsked]);
      if (early === 'stop') return 0;
      if (early === 'ended') return explainEnd(program, await program.ended, options);
    }
    printWelcome(options);
    const ends = programs.map(async (program) => ({ program, code: await program.ended }));
    const first = await Promise.race([stopAsked, ...ends]);
    return first === 'stop' ? 0 : explainEnd(first.program, first.code, options);
  } finally {
    for (const program of [...programs].reverse()) await program.stop();
  }
}

/** @param {StartOptions} options */
function programSpecs(options) {
  const logDir = path.join(options.data, 'logs');
  const clock = options.sandboxClock === undefined ? [] : ['--sandbox-clock', options.sandboxClock];
  const practice = options.lonja
    ? ['--practice-url', `http://localhost:${options.lonjaPort}`]
    : ['--no-practice'];
  const lonja = {
    name: 'lonja',
    file: 'apps/lonja/dist/lonja.mjs',
    args: ['--port', String(options.lonjaPort), '--data', path.join(options.data, 'lonja'), ...clock],
    env: largerPages,
    logDir,
    healthUrl: `http://${host}:${options.lonjaPort}/healthz`,
  };
  const mandato = {
    name: 'mandato',
    file: 'apps/server/dist/mandato.mjs',
    args: [
      '--port',
      String(options.port),
      '--data',
      path.join(options.data, 'mandato'),
      ...practice,
      ...clock,
    ],
    env: {},
    logDir,
    healthUrl: `http://${host}:${options.port}/healthz`,
  };
  return options.lonja ? [lonja, mandato] : [mandato];
}

/**
 * Resolves at the first Ctrl-C or SIGTERM; a second one no longer waits for anybody.
 * @param {() => void} killAll
 * @returns {Promise<'stop'>}
 */
function awaitStopSignal(killAll) {
  return new Promise((resolve) => {
    let askedAtMs = 0;
    const onSignal = () => {
      // npm passes on a Ctrl-C that the terminal sent us too: two signals at once are one wish.
      if (askedAtMs > 0 && Date.now() - askedAtMs > 500) killAll();
      if (askedAtMs === 0) {
        askedAtMs = Date.now();
        console.log('Stopping ...');
      }
      resolve('stop');
    };
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, onSignal);
    watchForNpm(onSignal);
  });
}

/**
 * Started by npm, we end when npm is gone: it may be killed without a chance to pass the signal on.
 * @param {() => void} onGone
 */
function watchForNpm(onGone) {
  if (process.env['npm_lifecycle_event'] !== 'start') return;
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    onGone();
  }, 500);
  watch.unref();
}

/**
 * @param {Program} program
 * @returns {Promise<'healthy' | 'ended'>}
 */
async function untilHealthy(program) {
  const untilMs = Date.now() + healthyWithinMs;
  while (Date.now() < untilMs) {
    if (!program.isRunning()) return 'ended';
    if (await isHealthy(program.healthUrl)) return 'healthy';
    await pause(100);
  }
  throw new PlainFailure(`${program.name} did not answer within ${healthyWithinMs / 1000} seconds.`);
}

/**
 * @param {string} url
 * @returns {Promise<boolean>}
 */
async function isHealthy(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

/**
 * @param {Program} program
 * @param {number | null} code
 * @param {StartOptions} options
 */
function explainEnd(program, code, options) {
  const words = program.lastLines();
  if (code === sentenceExitCode && words !== '') {
    console.error(words);
    return 1;
  }
  const how = code === null ? 'was ended by a signal' : `ended with code ${code}`;
  if (words !== '') console.error(words);
  console.error(
    `${program.name} ${how}; its log is ${path.join(options.data, 'logs', `${program.name}.log`)}`,
  );
  return 1;
}

/** @param {StartOptions} options */
function printWelcome(options) {
  const mandato = `http://localhost:${options.port}`;
  const lonja = `http://localhost:${options.lonjaPort}`;
  console.log(`Mandato  ${mandato}`);
  if (options.lonja) {
    console.log(`Lonja    ${lonja}  (the practice exchange)`);
    console.log(`Open ${lonja} to create a practice account, then ${mandato} to link it.`);
  } else {
    console.log(`Open ${mandato} to link your exchange account.`);
  }
  console.log(`Everything is kept in ${options.data}. Ctrl-C stops it.`);
}

/**
 * @param {number} durationMs
 * @returns {Promise<void>}
 */
function pause(durationMs) {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}
