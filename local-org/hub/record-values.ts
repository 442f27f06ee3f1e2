// Values of records as the hub reads them.

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function timeOf(datetime: unknown): number {
  return Date.parse(text(datetime).replace('+0000', 'Z'));
}
