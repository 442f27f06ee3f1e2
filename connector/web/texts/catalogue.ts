// What a language has to say: the same keys as English, each with a text of its own. A missing key is a type error.
export type SameKeys<Texts> = {
  readonly [Key in keyof Texts]: Texts[Key] extends string ? string : SameKeys<Texts[Key]>;
};
