// Files of bookings: what is taken from them, what is refused line by line, and what makes a whole file unreadable.
import { describe, expect, test } from '@jest/globals';
import { readImportFile } from '../bookings/sources/import-file.ts';

const now = new Date('2027-03-05T10:00:00Z');
const read = (text: string | Buffer) =>
  readImportFile(typeof text === 'string' ? Buffer.from(text) : text, 'crm', now);
const row = 'b-1,2027-04-12T14:00:00Z,2027-04-12T14:45:00+00:00,Noor Haddad,noor@customer.example';
const header = 'id,start,end,name,email';
const detailsIn = (text: string) => read(text).imported.map(({ message }) => message.details);

describe('CSV', () => {
  test('a row is a booking; what is left out is filled in', () => {
    const { imported, refusedLines } = read(`${header}\n${row}\n`);
    expect(refusedLines).toBe(0);
    expect(imported).toMatchObject([
      {
        type: 'scheduled',
        occurredAt: now.toISOString(),
        message: {
          change: 'scheduled',
          bookingId: 'b-1',
          details: {
            start: '2027-04-12T14:00:00.000Z',
            person: { name: 'Noor Haddad', email: 'noor@customer.example' },
          },
        },
      },
    ]);
  });

  test.each([
    ['semicolons', 'id;start;end;name;email', row.replaceAll(',', ';')],
    ['tabs', 'id\tstart\tend\tname\temail', row.replaceAll(',', '\t')],
    ['a byte order mark and other spellings', '\uFEFFBooking ID,Start Time,end_time,Person.Name,E-Mail', row],
  ])('with %s', (_what, names, line) => {
    expect(detailsIn(`${names}\r\n${line}\r\n`)).toMatchObject([
      { person: { email: 'noor@customer.example' } },
    ]);
  });

  test('every column that has a place finds it; others are named', () => {
    const { imported, unusedColumns } = read(
      [
        `${header},answer: Height,hidden:plan,utm_source,record ids,guests,host email,event type id,event type name,Shoe size`,
        `${row},1.92 m,gold,ad,"00QWf000001abcdEAA;500Wf000001abcd",kim@customer.example,robin@acme.example,fit,Bike fitting,44`,
      ].join('\n'),
    );
    expect(unusedColumns).toEqual(['Shoe size']);
    expect(imported[0]?.message.details).toMatchObject({
      answers: [{ label: 'Height', value: '1.92 m' }],
      hidden: { plan: 'gold' },
      utm: { utm_source: 'ad' },
      recordIds: ['00QWf000001abcdEAA', '500Wf000001abcd'],
      guests: [{ email: 'kim@customer.example' }],
      host: { email: 'robin@acme.example' },
      eventType: { key: 'fit', name: 'Bike fitting' },
    });
  });

  test('lines that cannot be taken are told by number and field; the others are', () => {
    const lines = [
      header,
      row,
      'b-2,tomorrow,2027-04-12T14:45:00Z,Kim,kim@customer.example',
      '',
      'b-3,2027-04-12T14:00:00Z,2027-04-12T13:00:00Z,Kim,kim@customer.example',
      'b-4,2027-04-12T14:00:00Z,2027-04-12T14:45:00Z,,',
      'b-5,2027-04-12T14:00:00Z,2027-04-12T14:45:00Z,"a ""quoted""\nname over two lines",',
      'b-6,2027-04-12T14:00:00Z,2027-04-12T14:45:00Z,Kim,kim at example',
      'b-7,2027-04-12T14:00:00Z,2027-04-12T14:45:00Z,Kim,kim@customer.example,one too many',
    ];
    const { imported, refused, refusedLines } = read(lines.join('\n'));
    expect(imported.map(({ message }) => message.bookingId)).toEqual(['b-1', 'b-5']);
    expect(refusedLines).toBe(5);
    expect(refused.map(({ line, field }) => [line, field])).toEqual([
      [3, 'start'],
      [5, 'end'],
      [6, 'person'],
      [9, 'person.email'],
      [10, ''],
    ]);
    expect(refused.at(-1)?.problem).toContain('6 values');
  });

  test('text that begins like a formula stays text', () => {
    const formula = '"=HYPERLINK(""http://evil.example"",""x"")"';
    expect(detailsIn(`${header}\nb-1,2027-04-12T14:00:00Z,2027-04-12T14:45:00Z,${formula},`)).toMatchObject([
      { person: { name: '=HYPERLINK("http://evil.example","x")' } },
    ]);
  });

  test('the same row is the same event in every import; a changed one is another', () => {
    const keyOf = (text: string) => read(text).imported[0]?.eventKey;
    expect(keyOf(`${header}\n${row}`)).toBe(keyOf(`${header}\n${row}\n`));
    expect(keyOf(`${header}\n${row}`)).not.toBe(keyOf(`${header}\n${row.replace('Noor', 'Nora')}`));
  });

  test('cut inside a quoted field: nothing is taken, and the line is named', () => {
    const cut = `${header}\n${row}\nb-2,2027-04-12T14:00:00Z,2027-04-12T14:45:00Z,"Kim Lu`;
    expect(() => read(cut)).toThrow(expect.objectContaining({ code: 'file_not_csv', status: 422 }));
  });

  test.each([
    ['no columns of ours', 'a,b\n1,2', 'file_without_columns'],
    ['nothing', '  \n', 'file_empty'],
    ['another encoding', Buffer.from([0x69, 0x64, 0x0a, 0xfc]), 'file_not_utf8'],
  ])('a file with %s', (_what, text, code) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code, status: 422, fix: expect.any(String) }));
  });

  test('more than 5,000 rows are cut, and it says so', () => {
    const rows = Array.from({ length: 5_010 }, (_, at) => row.replace('b-1', `b-${at}`));
    const { imported, isCut } = read([header, ...rows].join('\n'));
    expect([imported.length, isCut]).toEqual([5_000, true]);
  });
});

describe('JSON', () => {
  const event = {
    id: 'b-1',
    start: '2027-04-12T14:00:00Z',
    end: '2027-04-12T14:45:00Z',
    person: { name: 'Noor Haddad' },
  };

  test.each([
    ['a list', JSON.stringify([event, event])],
    ['a list under "bookings"', JSON.stringify({ bookings: [event, event] })],
    ['one object per line', `${JSON.stringify(event)}\n\n${JSON.stringify(event)}\n`],
  ])('as %s', (_what, text) => {
    expect(read(text).imported.map(({ message }) => message.bookingId)).toEqual(['b-1', 'b-1']);
  });

  test('other types than scheduled, and entries that are refused', () => {
    const list = [
      { ...event, type: 'canceled', reason: 'Ill' },
      { ...event, end: undefined },
      7,
      { ...event, type: 'x' },
    ];
    const { imported, refused } = read(JSON.stringify(list));
    expect(imported).toMatchObject([{ message: { change: 'canceled', details: { reason: 'Ill' } } }]);
    expect(refused).toMatchObject([
      { line: 2, field: 'end', problem: 'is missing' },
      { line: 3, field: '' },
      { line: 4, field: 'type' },
    ]);
  });

  test('cut in the middle: nothing is taken', () => {
    const cut = JSON.stringify([event, event]).slice(0, -30);
    expect(() => read(cut)).toThrow(expect.objectContaining({ code: 'file_not_json' }));
  });

  test('a line that is cut is refused, the lines before it are not', () => {
    const { imported, refused } = read(`${JSON.stringify(event)}\n{"id":"b-2","sta`);
    expect([imported.length, refused]).toEqual([1, [{ line: 2, field: '', problem: 'is not JSON' }]]);
  });
});
