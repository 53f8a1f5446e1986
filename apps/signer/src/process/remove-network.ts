// Imported first by signer and auditor: takes away every way to the network that a global offers. Never import it elsewhere.

/** Globals and members of `process` through which code without an import could reach a network or load a module. */
export const removedGlobals = ['fetch', 'WebSocket', 'EventSource', 'Request', 'XMLHttpRequest'] as const;
export const removedProcessMembers = ['getBuiltinModule', 'binding', '_linkedBinding', 'dlopen'] as const;

for (const name of removedGlobals) remove(globalThis, name);
for (const name of removedProcessMembers) remove(process, name);

function remove(owner: object, name: string): void {
  if (!Reflect.has(owner, name)) return;
  if (Reflect.deleteProperty(owner, name)) return;
  Reflect.defineProperty(owner, name, { value: undefined, writable: false, configurable: false });
}
