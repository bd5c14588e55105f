import { csvOf } from '../../src/platform/csv/csv.js';

const cellsOf = (value: string) => csvOf(['name', 'value'], [['x', value]]).split('\r\n')[1];

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠A'])(
  'a cell that starts like %j is not a formula (I-57)',
  (value) => {
    const cell = csvOf(['value'], [[value]]).split('value\r\n')[1] ?? '';
    expect(cell.replace(/^"/, '').startsWith("'")).toBe(true);
  },
);
test('a heading that starts like a formula is not one either', () => expect(csvOf(['=1'], [])).toContain("'=1"));
test('quotes, commas and line breaks stay inside their cell', () =>
  expect(cellsOf('He said "a, b"')).toBe('x,"He said ""a, b"""'));
test('names in any script stay as they are, and the file says that it is UTF-8', () => {
  const text = csvOf(['name'], [['Zoë Ñandú'], ['نور الهدى']]);
  expect(text.charCodeAt(0)).toBe(0xfeff);
  expect(text).toContain('Zoë Ñandú\r\nنور الهدى\r\n');
});
