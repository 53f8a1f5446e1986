// Every pair of colours that carries text reaches WCAG AA, in both products and both themes.
import { describe, expect, it } from 'vitest';

// The web packages know no Node types, and vitest empties imported style sheets: read the file by a plain name.
const fileSystem: string = 'node:fs';
const files: { readFileSync: (file: URL, encoding: 'utf8') => string } = await import(fileSystem);
const sheet = files.readFileSync(new URL('./styles.css', import.meta.url), 'utf8');

/** [text or edge, what it stands on, least contrast] */
const pairs: readonly (readonly [string, string, number])[] = [
  ...['canvas', 'surface', 'sunken'].flatMap((ground) =>
    ['ink', 'soft', 'accent-ink', 'danger-ink', 'warning-ink', 'success-ink'].map(
      (text) => [text, ground, 4.5] as const,
    ),
  ),
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['on-danger', 'danger', 4.5],
  ['on-danger', 'danger-strong', 4.5],
  ['accent-ink', 'accent-soft', 4.5],
  ['danger-ink', 'danger-soft', 4.5],
  ['warning-ink', 'warning-soft', 4.5],
  ['success-ink', 'success-soft', 4.5],
  ['info-ink', 'info-soft', 4.5],
  ['edge', 'surface', 3],
  ['edge', 'sunken', 3],
  ['accent', 'surface', 3],
  ['accent-ink', 'canvas', 3],
];

const mandatoLight = tokens(':root');
const mandatoDark = { ...mandatoLight, ...tokens(':root[data-theme="dark"]') };
const lonja = tokens(':root[data-product="lonja"]');
const looks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'mandato light': mandatoLight,
  'mandato dark': mandatoDark,
  'lonja light': { ...mandatoLight, ...lonja },
  'lonja dark': { ...mandatoDark, ...lonja, ...tokens(':root[data-product="lonja"][data-theme="dark"]') },
};

describe('styles.css', () => {
  for (const [name, look] of Object.entries(looks)) {
    it(`keeps AA contrast in ${name}`, () => {
      const faint = pairs.flatMap(([text, ground, least]) => {
        const ratio = contrast(look[text] ?? '', look[ground] ?? '');
        return ratio >= least ? [] : [`${text} on ${ground}: ${ratio.toFixed(2)} < ${least}`];
      });
      expect(faint).toEqual([]);
    });
  }
});

function tokens(selector: string): Record<string, string> {
  const start = sheet.indexOf(`\n${selector} {`);
  expect(start, selector).toBeGreaterThan(-1);
  const block = sheet.slice(start, sheet.indexOf('}', start));
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
