// A text becomes a value of the org's picklist: by value, else by label, in any case of letters. Part of `map`.
import type { FieldDescribe } from '../../salesforce/describe.ts';

export type Chosen =
  | { found: 'value'; value: string }
  /** An active value, but not one for this value of the controlling field. */
  | { found: 'other_controller' }
  | { found: 'nothing' };

/** `controller`: value of the controlling field; undefined when that is not known. */
export function chooseValue(
  { picklistValues, controllerName }: FieldDescribe,
  text: string,
  controller: string | null | undefined,
): Chosen {
  const wanted = text.trim();
  const lower = wanted.toLowerCase();
  const active = picklistValues.filter((entry) => entry.active);
  const isAllowed = (validFor: readonly string[] | null): boolean =>
    controllerName === null ||
    validFor === null ||
    controller === undefined ||
    (controller !== null && validFor.includes(controller));
  const matching = [
    ...active.filter(({ value }) => value === wanted),
    ...active.filter(({ value }) => value.toLowerCase() === lower),
    ...active.filter(({ label }) => label.toLowerCase() === lower),
  ];
  // Two countries may have a state with the same label: the one that is allowed is meant.
  const chosen = matching.find(({ validFor }) => isAllowed(validFor));
  if (chosen) return { found: 'value', value: chosen.value };
  return matching.length > 0 ? { found: 'other_controller' } : { found: 'nothing' };
}

/** Several values: joined by ";", or one by one with commas or lines between them. */
export function splitValues({ picklistValues }: FieldDescribe, text: string): string[] {
  const isOne = picklistValues.some(
    ({ value, label }) => value === text.trim() || label.toLowerCase() === text.trim().toLowerCase(),
  );
  if (isOne) return [text];
  const separator = text.includes(';') ? ';' : text.includes('\n') ? '\n' : ',';
  return text
    .split(separator)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
