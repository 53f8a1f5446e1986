// Imported by signer and auditor: without this, a signal would open Node's debugger in the process that holds the keys.

process.on('SIGUSR1', () => undefined);
