// Asking the portal: answers, refusals, and no answer at all.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { askPortal } from './ask-portal.ts';
import { refusalOf } from './portal-refused.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('askPortal()', () => {
  it('gives the value of an answer and posts the request as JSON', async () => {
    const fetched = answerWith(Response.json({ ok: true, value: { kind: 'anonymous' } }));
    expect(await askPortal('signIn', { email: 'a@b.mx', password: 'x' })).toEqual({ kind: 'anonymous' });
    expect(fetched).toHaveBeenCalledWith(
      '/portal/signIn',
      expect.objectContaining({ method: 'POST', body: '{"email":"a@b.mx","password":"x"}' }),
    );
  });

  it('throws the code of a refusal', async () => {
    answerWith(Response.json({ ok: false, code: 'credentials_wrong' }, { status: 401 }));
    expect(await refusalFrom(askPortal('signIn', { email: '', password: '' }))).toBe('credentials_wrong');
  });

  it('says unreachable for a page that is not JSON, for an envelope it does not know, and for no connection', async () => {
    answerWith(new Response('<h1>Bad gateway</h1>', { status: 502 }));
    expect(await refusalFrom(askPortal('session', {}))).toBe('unreachable');
    answerWith(Response.json({ success: true }));
    expect(await refusalFrom(askPortal('session', {}))).toBe('unreachable');
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('Failed to fetch')));
    expect(await refusalFrom(askPortal('session', {}))).toBe('unreachable');
  });
});

function answerWith(response: Response) {
  const fetched = vi.fn().mockResolvedValue(response);
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

async function refusalFrom(asked: Promise<unknown>) {
  try {
    await asked;
  } catch (error) {
    return refusalOf(error);
  }
  return null;
}
