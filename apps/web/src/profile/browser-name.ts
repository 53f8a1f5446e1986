// Names a browser and its system as a person would, from what it says of itself; the whole text where neither is known.

const browsers: readonly (readonly [name: string, mark: RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\//],
  ['Safari', /\bSafari\//],
];

// iPhone and Android before the systems that they also name.
const systems: readonly (readonly [name: string, mark: RegExp])[] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
];

/** `Firefox · Windows`; what a program calls itself when it is no browser. */
export function browserName(userAgent: string): string {
  const found = [browsers, systems].flatMap(
    (marks) => marks.find(([, mark]) => mark.test(userAgent))?.[0] ?? [],
  );
  return found.length === 0 ? userAgent.slice(0, 60) : found.join(' · ');
}
