// A browser's own name for itself, cut down to what a person knows it by: `Chrome · Linux`.

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome|Chromium)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** Never any of the header's own text: '' for one that names nothing we know. */
export function describeBrowser(userAgent: string | null): string {
  const header = (userAgent ?? '').slice(0, 400);
  const named = [browsers, systems].map((list) => list.find(([pattern]) => pattern.test(header))?.[1]);
  return named.filter((name) => name !== undefined).join(' · ');
}
