// Preloaded into a program under test: its disk can be full and its wall clock can step, as a file of dials says.

import fs, { readFileSync } from 'node:fs';
import fsPromises from 'node:fs/promises';
import { ServerResponse } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';

/** @typedef {{ isDiskFull: boolean, wallOffsetMs: number }} MachineDials */

const { searchParams } = new URL(import.meta.url);
const dialsFile = searchParams.get('dials') ?? '';
// Whoever must not go on with an old dial asks for 0.
const readEveryMs = Number(searchParams.get('every') ?? 40);
/** @type {MachineDials} */
let dials = { isDiskFull: false, wallOffsetMs: 0 };
let readAtMs = Number.NEGATIVE_INFINITY;

const realRead = readFileSync;
const realNow = Date.now;

/** @returns {MachineDials} */
function dialsNow() {
  const nowMs = performance.now();
  if (nowMs - readAtMs < readEveryMs) return dials;
  readAtMs = nowMs;
  try {
    dials = JSON.parse(realRead(dialsFile, 'utf8'));
  } catch {
    // Not there yet, or being replaced: what was read last holds.
  }
  return dials;
}

/** @returns {Error} as a full disk gives it */
function full() {
  return Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    errno: -28,
    syscall: 'write',
  });
}

/**
 * @param {object} owner
 * @param {string} name
 */
function mayFail(owner, name) {
  const real = Reflect.get(owner, name);
  /**
   * @this {unknown}
   * @param {unknown[]} args
   */
  function write(...args) {
    if (dialsNow().isDiskFull && isFile(args[0])) throw full();
    return Reflect.apply(real, this, args);
  }
  Reflect.set(owner, name, write);
}

/**
 * Standard output and error are not on the disk.
 * @param {unknown} target
 */
function isFile(target) {
  return target !== 1 && target !== 2;
}

for (const name of ['writeSync', 'writevSync', 'writeFileSync', 'appendFileSync']) mayFail(fs, name);
syncBuiltinESMExports();

const handle = await fsPromises.open(fileURLToPath(import.meta.url), 'r');
const handleMethods = Object.getPrototypeOf(handle);
await handle.close();
for (const name of ['write', 'writev', 'writeFile', 'appendFile']) {
  const real = handleMethods[name];
  /** @param {unknown[]} args */
  handleMethods[name] = async function write(...args) {
    if (dialsNow().isDiskFull) {
      const [content] = args;
      // A torn line is what a full disk really leaves.
      if (Buffer.isBuffer(content)) await real.call(this, content.subarray(0, content.length >> 1));
      throw full();
    }
    return real.apply(this, args);
  };
}

const RealDate = Date;
Date.now = () => realNow() + dialsNow().wallOffsetMs;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, self) =>
    Reflect.construct(
      target,
      args.length === 0 ? [RealDate.now()] : args,
      self === undefined ? target : self,
    ),
});

// Node writes the header `Date` from the clock that is below this one.
const realWriteHead = ServerResponse.prototype.writeHead;
/** @param {unknown[]} args */
ServerResponse.prototype.writeHead = function writeHead(...args) {
  if (!this.headersSent) this.setHeader('date', new RealDate(RealDate.now()).toUTCString());
  return Reflect.apply(realWriteHead, this, args);
};
