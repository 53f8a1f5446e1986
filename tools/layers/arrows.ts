// The arrows of ARCHITECTURE.md as data: who may import whom; a workspace that is not named here fails the check.

/** What one part of the house may import. */
export interface ImportRights {
  /** Workspaces by folder name, or one folder of an app as `app/folder`: a door, or one opened by this very line. */
  readonly workspaces: readonly string[];
  /** Workspaces of which only the types may be imported: their words, and none of their code. */
  readonly wordsOf?: readonly string[];
  /** Packages from the registry: named ones, or any (their listing is knip's business). */
  readonly packages: 'any' | readonly string[];
  /** Whether `node:` built-ins may be imported. */
  readonly builtins: boolean;
}

/** A workspace, and the stricter rights of the folder that others may reach it through. */
export interface Workspace extends ImportRights {
  /** Folders of `src` that other workspaces may import; `undefined` means the whole package is open. */
  readonly doors?: Readonly<Record<string, ImportRights>>;
}

const pure = { packages: [], builtins: false } as const;
const contractDoor: ImportRights = {
  workspaces: ['primitives', 'invest-core'],
  packages: ['zod', '@orpc/contract'],
  builtins: false,
};

export const arrows: Readonly<Record<string, Workspace>> = {
  primitives: { workspaces: [], ...pure },
  'bitso-wire': { workspaces: ['primitives'], packages: ['zod'], builtins: false },
  'exchange-core': { workspaces: ['primitives'], ...pure },
  'invest-core': { workspaces: ['primitives'], ...pure },
  messages: { workspaces: ['invest-core', 'primitives'], ...pure },
  ui: { workspaces: [], packages: 'any', builtins: false },
  'venue-bitso': { workspaces: ['invest-core', 'bitso-wire', 'primitives'], packages: 'any', builtins: true },
  simulation: {
    workspaces: [
      'lonja',
      'server/activity',
      'server/audit',
      'server/links',
      'server/orders',
      'server/plans',
      'server/store',
      'exchange-core',
      'invest-core',
      'venue-bitso',
      'bitso-wire',
      'primitives',
    ],
    packages: 'any',
    builtins: true,
  },
  lonja: {
    workspaces: ['exchange-core', 'bitso-wire', 'primitives'],
    packages: 'any',
    builtins: true,
    doors: { 'api-contract': contractDoor },
  },
  'lonja-web': { workspaces: ['lonja/api-contract', 'ui', 'primitives'], packages: 'any', builtins: false },
  signer: {
    workspaces: ['primitives'],
    wordsOf: ['invest-core'],
    packages: 'any',
    builtins: true,
    doors: { client: { workspaces: ['primitives', 'invest-core'], packages: [], builtins: true } },
  },
  server: {
    // `messages` for what goes out by itself: there is no browser that could put it in words.
    workspaces: ['venue-bitso', 'invest-core', 'signer/client', 'messages', 'primitives'],
    packages: 'any',
    builtins: true,
    doors: { 'api-contract': contractDoor },
  },
  web: {
    workspaces: ['server/api-contract', 'messages', 'ui', 'primitives'],
    packages: 'any',
    builtins: false,
  },
  cli: { workspaces: ['server/api-contract', 'messages', 'primitives'], packages: 'any', builtins: true },
};
