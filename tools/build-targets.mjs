// What is built and from what, as data: one target per app.

/**
 * @typedef {object} BuildTarget
 * @property {string} name the folder under apps/
 * @property {'node' | 'sealed' | 'web'} kind `node` keeps registry packages outside the bundle; `sealed` bundles
 *   everything but Node's built-ins; `web` is a Vite build
 * @property {string[]} entries source files, from the folder of the app; each becomes dist/<name>.mjs
 */

/** @type {readonly BuildTarget[]} */
export const buildTargets = [
  { name: 'lonja', kind: 'node', entries: ['src/lonja.ts', 'src/snapshot-thread-main.ts'] },
  {
    name: 'server',
    kind: 'node',
    entries: [
      'src/mandato.ts',
      'src/store/pglite-worker.ts',
      'src/audit/verify.ts',
      'src/account/reset-password.ts',
      'src/restore/backup.ts',
    ],
  },
  {
    name: 'signer',
    kind: 'sealed',
    entries: ['src/signer.ts', 'src/auditor.ts', 'src/egress.ts', 'src/probe.ts', 'src/rotate-key.ts'],
  },
  { name: 'cli', kind: 'node', entries: ['src/cli.ts'] },
  { name: 'lonja-web', kind: 'web', entries: ['index.html'] },
  { name: 'web', kind: 'web', entries: ['index.html'] },
];
