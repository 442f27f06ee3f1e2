// Reads one text of a submitted form, and leads to the first field that was refused.
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

export function focusRefused(form: HTMLFormElement, fields: Record<string, string>): void {
  const [wrong] = Object.keys(fields);
  const field = wrong && form.elements.namedItem(wrong);
  if (field instanceof HTMLInputElement) field.focus();
}
