// Imported first by signer and auditor: takes away every way to the network that a global offers. Never import it elsewhere.

/** Globals and members of `process` through which code without an import could reach a network or load a module. */
export const removedGlobals = ['fetch', 'WebSocket', 'EventSource', 'Request', 'XMLHttpRequest'] as const;
export const removedProcessMembers = ['getBuiltinModule', 'binding', '_linkedBinding', 'dlopen'] as const;
/** What the class of the standard streams could do besides carrying bytes: they are sockets, as is every other of that class. */
export const removedSocketMembers = ['connect', 'bind', 'bind6', 'listen'] as const;

for (const name of removedGlobals) remove(globalThis, name);
for (const name of removedProcessMembers) remove(process, name);
for (const owner of socketOwners()) for (const name of removedSocketMembers) remove(owner, name);

/** The standard streams, what they are made of, and every prototype of both: the ways from this process to a socket's class. */
export function socketOwners(): readonly object[] {
  const streams: readonly object[] = [process.stdin, process.stdout, process.stderr];
  const owners = streams.flatMap((stream) => [
    ...chainOf(stream),
    ...chainOf(Reflect.get(stream, '_handle')),
  ]);
  return [...new Set(owners)];
}

function chainOf(value: unknown): readonly object[] {
  const chain: object[] = [];
  for (let at: unknown = value; typeof at === 'object' && at !== null; at = Reflect.getPrototypeOf(at)) {
    if (at !== Object.prototype) chain.push(at);
  }
  return chain;
}

function remove(owner: object, name: string): void {
  if (!Reflect.has(owner, name)) return;
  if (Reflect.deleteProperty(owner, name)) return;
  Reflect.defineProperty(owner, name, { value: undefined, writable: false, configurable: false });
}
