// What `npm test` is made of; nothing that stands here is ever skipped.

/**
 * @typedef {object} TestPart
 * @property {string} name
 * @property {string[]} words what to run with this Node, from the root of the repository
 * @property {'last-line' | 'report'} counts `last-line`: the part ends with "N passed, N failed"; `report`: it ends
 *   with one line of JSON whose `ok` is one check, or whose figures `passed` and `failed` say how many
 * @property {number} limitMs longer than this is a failure
 * @property {boolean} needsChromium
 * @property {boolean} runsBeside beside the other parts and behind them in priority: only what neither waits for real
 *   time nor measures it may, so that it takes what the others leave idle; the rest runs in the order of this list
 */

/** @type {readonly TestPart[]} */
export const testParts = [
  {
    name: 'checks and unit tests',
    words: ['tools/ok.mjs'],
    counts: 'last-line',
    limitMs: 20 * 60_000,
    needsChromium: false,
    runsBeside: false,
  },
  {
    name: 'simulator',
    words: ['--import', 'tsx', 'tools/sim/sim.ts', '--everything', '--jobs', '2', '--seconds', '2280'],
    counts: 'report',
    limitMs: 40 * 60_000,
    needsChromium: false,
    runsBeside: true,
  },
  {
    name: 'slots oracle',
    words: ['--import', 'tsx', 'tools/oracle/oracle.ts', 'slots', '--years', '3'],
    counts: 'report',
    limitMs: 15 * 60_000,
    needsChromium: false,
    runsBeside: true,
  },
  {
    name: 'engine oracle',
    words: ['--import', 'tsx', 'tools/oracle/oracle.ts', '--commands', '1000000'],
    counts: 'report',
    limitMs: 25 * 60_000,
    needsChromium: false,
    runsBeside: true,
  },
  {
    name: 'conformance',
    words: ['--import', 'tsx', 'tools/conformance/conformance.ts'],
    counts: 'report',
    limitMs: 5 * 60_000,
    needsChromium: false,
    runsBeside: false,
  },
  {
    name: 'demo',
    words: ['--import', 'tsx', 'tools/demo/demo.ts', '--any-speed'],
    counts: 'report',
    limitMs: 6 * 60_000,
    needsChromium: false,
    runsBeside: false,
  },
  {
    name: 'chaos',
    words: ['--import', 'tsx', 'tools/chaos/chaos.ts', '--kills', '12', '--people', '2', '--minutes', '3'],
    counts: 'report',
    limitMs: 10 * 60_000,
    needsChromium: false,
    runsBeside: false,
  },
  {
    name: 'kills of Lonja alone',
    words: ['--import', 'tsx', 'tools/chaos/chaos.ts', 'lonja', '--kills', '8'],
    counts: 'report',
    limitMs: 5 * 60_000,
    needsChromium: false,
    runsBeside: false,
  },
  {
    name: 'demo on PostgreSQL',
    words: [
      '--import',
      'tsx',
      'tools/demo/demo.ts',
      '--any-speed',
      '--postgres',
      '--weeks',
      '12',
      '--seconds',
      '12',
    ],
    counts: 'report',
    limitMs: 6 * 60_000,
    needsChromium: false,
    runsBeside: false,
  },
  {
    name: 'due plans on both stores',
    words: ['--import', 'tsx', 'tools/bench/bench.ts', 'due', '--short'],
    counts: 'report',
    limitMs: 12 * 60_000,
    needsChromium: false,
    runsBeside: false,
  },
  {
    name: 'browser journeys',
    words: ['tools/run-journeys.mjs'],
    counts: 'last-line',
    limitMs: 50 * 60_000,
    needsChromium: true,
    runsBeside: false,
  },
];
