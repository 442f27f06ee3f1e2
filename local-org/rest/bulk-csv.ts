// The CSV of the Bulk API: rows in, rows out. Quotes as in RFC 4180; the separator and line ending are the job's.

const separators: Record<string, string> = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
};

export type CsvFormat = { columnDelimiter: string; lineEnding: string };

export function isCsvFormat({ columnDelimiter, lineEnding }: CsvFormat): boolean {
  return columnDelimiter in separators && ['LF', 'CRLF'].includes(lineEnding);
}

/** Rows of cells; the first is the header. Blank lines are no rows. */
export function readCsv(text: string, { columnDelimiter }: CsvFormat): string[][] {
  const separator = separators[columnDelimiter] ?? ',';
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endRow = () => {
    row.push(cell);
    if (row.length > 1 || cell !== '') rows.push(row);
    row = [];
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell === '') isQuoted = true;
    else if (sign === separator) {
      row.push(cell);
      cell = '';
    } else if (sign === '\n') endRow();
    else if (sign !== '\r') cell += sign;
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}

/** Salesforce puts every cell of a result in quotes. */
export function writeCsv(rows: readonly string[][], { columnDelimiter, lineEnding }: CsvFormat): string {
  const separator = separators[columnDelimiter] ?? ',';
  const end = lineEnding === 'CRLF' ? '\r\n' : '\n';
  return rows
    .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator) + end)
    .join('');
}
