// The English of what is in force on this installation.

export const protectionEn = {
  title: 'In force on this installation',
  intro:
    'What keeps the process with the keys off the network, as it was tested when that process last started.',
  locked_title: 'The exchange keys are locked',
  locked_about:
    'They were encrypted with a passphrase, so nothing is bought until it is given. Your money is at the exchange, where it was.',
  locked_ask: 'Ask whoever runs this installation to unlock them.',
  passphrase: 'Passphrase',
  passphrase_hint:
    'The first time, this sets it: at least 12 characters. Nobody can bring it back; without it, keys have to be linked again.',
  unlock: 'Unlock',
  unlocked: 'Unlocked. Plans go on.',
  in_force: 'In force:',
  not_in_force: 'Not here:',
  no_network_globals: 'every ready-made way into the network was removed before anything else ran.',
  no_network_modules: 'the program has no networking module inside and can load none.',
  node_permission: 'Node.js itself denies the network, which it does from version 26.',
  key_title: 'What opens the stored keys',
  key_from_file:
    'A key file outside the data directory. A copy of the data alone opens nothing; whoever can read every file of the system user that Mandato runs as can open them.',
  key_from_passphrase:
    'A passphrase that is written down nowhere. After each start nothing can open them until the operator gives it.',
  empty_network_namespace:
    'the operating system gives the process a network without connections, where Linux allows that.',
} as const;
