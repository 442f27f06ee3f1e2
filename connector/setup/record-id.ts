// Record ids in their two spellings: 15 characters in addresses, 18 in the API, whose last three tell upper from lower case.
// https://help.salesforce.com/s/articleView?id=000385563&type=1

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The spelling of the API; anything else than 15 characters stays as it is. */
export function longId(id: string): string {
  if (id.length !== 15) return id;
  const suffix = [0, 5, 10].map((from) => {
    const bits = [0, 1, 2, 3, 4].filter((at) => /[A-Z]/.test(id.charAt(from + at)));
    return alphabet.charAt(bits.reduce((sum, at) => sum + 2 ** at, 0));
  });
  return id + suffix.join('');
}
