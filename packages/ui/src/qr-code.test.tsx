// The QR code as a path: the dark modules and nothing else.
import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { QrCode, qrPath } from './qr-code.tsx';

describe('qrPath()', () => {
  it('draws exactly the dark modules', () => {
    const rows = fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), { maxLength: 6 });
    fc.assert(
      fc.property(rows, (given) => {
        expect(modulesOf(qrPath(given), given)).toEqual(given);
      }),
    );
  });
});

describe('QrCode()', () => {
  it('is an image with a name and no inline style', () => {
    const markup = renderToStaticMarkup(<QrCode text="otpauth://totp/x?secret=ABC" label="QR" />);
    expect(markup).toContain('role="img"');
    expect(markup).toContain('aria-label="QR"');
    expect(markup).not.toContain('style=');
  });
});

function modulesOf(path: string, like: readonly (readonly boolean[])[]): boolean[][] {
  const modules = like.map((row) => row.map(() => false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    modules[Number(y)]?.fill(true, Number(x), Number(x) + Number(width));
  }
  return modules;
}
