import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeBrowser } from './describe-browser.ts';

test('describeBrowser() says nothing that it was not taught', () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect(describeBrowser(header)).toMatch(/^[A-Za-z ]*( · [A-Za-z]+)?$/);
    }),
  );
});

test('describeBrowser() knows the usual ones', () => {
  const linux =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
  expect(describeBrowser(linux)).toBe('Chrome · Linux');
  expect(describeBrowser(`${linux} Edg/140.0`)).toBe('Edge · Linux');
  expect(
    describeBrowser(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1',
    ),
  ).toBe('Safari · iOS');
  expect(describeBrowser('curl/8.0')).toBe('');
  expect(describeBrowser(null)).toBe('');
});
