// What a person would call the program behind a User-Agent header; null for what none of these rules knows.
const browsers: [pattern: RegExp, name: string][] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bHeadlessChrome\/|\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: [pattern: RegExp, name: string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

export type BrowserName = { browser: string; system: string | null };

export function nameBrowser(userAgent: string | null): BrowserName | null {
  const browser = find(browsers, userAgent ?? '');
  return browser === null ? null : { browser, system: find(systems, userAgent ?? '') };
}

function find(rules: [pattern: RegExp, name: string][], text: string): string | null {
  return rules.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
