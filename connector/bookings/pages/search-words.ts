// What is searched and what is searched for, cut into the same words: `nora.7@cust` finds `nora.7@customer.example`.

/** Letters and digits only; everything between them separates. */
export function searchWords(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
