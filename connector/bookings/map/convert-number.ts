// A number from what people write into a form. What can be read in two ways (1,234) is not guessed. Part of `map`.

/** Null: no number, or not certain which. */
export function parseNumber(value: string | number | boolean): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return null;
  const text = value.replace(/[\s'’\u00a0\u202f]|[%$€£¥]|\b(?:EUR|USD|GBP|CHF)\b/gi, '');
  const plain =
    // 1,234,567.89 and 1.234.567,89: two marks, or one that comes again, leave no doubt.
    /^[+-]?\d{1,3}(,\d{3}){2,}$/.test(text) || /^[+-]?\d{1,3}(,\d{3})+\.\d+$/.test(text)
      ? text.replaceAll(',', '')
      : /^[+-]?\d{1,3}(\.\d{3}){2,}$/.test(text) || /^[+-]?\d{1,3}(\.\d{3})+,\d+$/.test(text)
        ? text.replaceAll('.', '').replace(',', '.')
        : /^[+-]?\d+,(\d{1,2}|\d{4,})$/.test(text)
          ? text.replace(',', '.')
          : text;
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(plain)) return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}

/** Half away from zero, as Salesforce rounds. */
export function roundTo(number: number, scale: number): number {
  const [digits = '0', exponent = '0'] = Math.abs(number).toExponential().split('e');
  const rounded = Math.round(Number(`${digits}e${Number(exponent) + scale}`));
  return Math.sign(number) * Number(`${rounded}e${-scale}`);
}
