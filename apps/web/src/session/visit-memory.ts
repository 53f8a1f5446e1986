// Remembers that somebody was logged in here, so that an ended session is told apart from a first visit.

export function rememberVisit(): void {
  attempt(() => localStorage.setItem(storageKey, 'yes'));
}

export function forgetVisit(): void {
  attempt(() => localStorage.removeItem(storageKey));
}

export function wasSignedIn(): boolean {
  return attempt(() => localStorage.getItem(storageKey)) === 'yes';
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    // Storage may be switched off; then an ended session looks like a first visit.
    return null;
  }
}

const storageKey = 'was-signed-in';
