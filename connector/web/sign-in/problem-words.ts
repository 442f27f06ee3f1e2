// What the connector refuses about people, in the reader's language: known codes and fields have words of their own, all
// others are shown as the connector put them.
import { asApiError } from '../request.ts';
import { en } from '../texts/en.ts';
import { useTexts } from '../texts/texts.tsx';

type Code = keyof typeof en.people.problems;
type Field = keyof typeof en.people.fields;

const sameWords: Record<string, Field> = {
  next: 'password',
  current: 'wrongPassword',
};

function isCode(code: string): code is Code {
  return Object.hasOwn(en.people.problems, code);
}

function isField(field: string): field is Field {
  return Object.hasOwn(en.people.fields, field);
}

export type Problem = {
  code: string;
  what: string;
  fix: string | undefined;
  /** Of a form's fields; empty when the whole was refused. */
  fields: Record<string, string>;
};

/** Null without an error, so that a mutation's `error` can be handed in as it is. */
export function useProblem(): (error: Error | null) => Problem | null {
  const t = useTexts('people');
  const wordField = (code: string, field: string, text: string): string => {
    if (code === 'is_member') return t('problems.is_member.what');
    if (code === 'wrong_password') return t('fields.wrongPassword');
    const known = sameWords[field] ?? field;
    return isField(known) ? t(`fields.${known}`) : text;
  };
  return (error) => {
    if (error === null) return null;
    const { code, message, fix, fields } = asApiError(error);
    return {
      code,
      what: isCode(code) ? t(`problems.${code}.what`) : message,
      fix: isCode(code) ? t(`problems.${code}.fix`) : fix,
      fields: Object.fromEntries(
        Object.entries(fields).map(([field, text]) => [field, wordField(code, field, text)]),
      ),
    };
  };
}
