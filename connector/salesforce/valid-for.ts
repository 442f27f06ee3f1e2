// Which values of a controlling field allow a dependent picklist value: Salesforce packs it into bits, base64, most
// significant bit first, one bit for each value of the controlling field in its order.
// https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm

export function decodeValidFor(packed: string, controlling: readonly string[]): string[] {
  const bytes = Buffer.from(packed, 'base64');
  return controlling.filter((_value, at) => {
    const byte = bytes[at >> 3];
    return byte !== undefined && (byte & (0x80 >> (at & 7))) !== 0;
  });
}
