// Remembers which nonces were signed with, in bounded memory; a nonce is signed with once or never.

const rememberedMax = 20_000;
const nonceGrammar = /^1[0-9]{18}$/;

export interface NonceMemory {
  /** Takes the nonce for this credential; false when it is malformed, was seen, or is too old to tell. */
  take(credentialId: string, nonce: string): boolean;
}

/** Nonces are 13 digits of epoch milliseconds and 6 more, so text order is the order of time. */
export function createNonceMemory(): NonceMemory {
  const memories = new Map<string, { seen: Set<string>; floor: string }>();
  return {
    take(credentialId, nonce) {
      if (!nonceGrammar.test(nonce)) return false;
      const memory = memories.get(credentialId) ?? { seen: new Set<string>(), floor: '' };
      memories.set(credentialId, memory);
      if (nonce <= memory.floor || memory.seen.has(nonce)) return false;
      memory.seen.add(nonce);
      if (memory.seen.size > rememberedMax) forgetOlderHalf(memory);
      return true;
    },
  };
}

function forgetOlderHalf(memory: { seen: Set<string>; floor: string }): void {
  const ordered = [...memory.seen].sort();
  const kept = ordered.slice(ordered.length >> 1);
  memory.floor = ordered[(ordered.length >> 1) - 1] ?? memory.floor;
  memory.seen = new Set(kept);
}
