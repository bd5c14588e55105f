import type { Cell, Sum } from '../../src/reports/suppression/cells.js';
import { cellsToHide } from '../../src/reports/suppression/cells-to-hide.rules.js';
import { Deadline } from '../../src/reports/suppression/deadline.js';

interface NamedSum {
  whole: string;
  parts: string[];
}

/** The names of the cells that hide. Those that no sum divides are the finest. */
function hide(named: Pick<Cell, 'name' | 'value' | 'status'>[], namedSums: NamedSum[]): string[] {
  const finest = named.filter(({ name }) => !namedSums.some(({ whole }) => whole === name));
  const within = (name: string): number[] => {
    const divided = namedSums.find(({ whole }) => whole === name);
    return divided ? divided.parts.flatMap(within) : [finest.findIndex((cell) => cell.name === name)];
  };
  const cells = named.map((cell): Cell => ({ ...cell, marked: cell.status === 'open', members: within(cell.name) }));
  const called = (name: string): Cell => {
    const found = cells.find((cell) => cell.name === name);
    if (!found) throw new Error(`No cell ${name}`);
    return found;
  };
  const sums = namedSums.map(({ whole, parts }): Sum => ({ whole: called(whole), parts: parts.map(called) }));
  const hidden = cellsToHide(
    { cells, sums, finest: finest.map(({ value }) => value), threshold: 5 },
    Deadline.after(Infinity),
  );
  return hidden ? [...hidden].map(({ name }) => name).sort() : ['everything'];
}
const hidden = (values: Record<string, number>, sums: NamedSum[]) =>
  hide(
    Object.entries(values).map(([name, value]) => ({ name, value, status: 'open' })),
    sums,
  );

test('a small number hides, and takes the smallest of the others with it, so that the total does not tell it (BR-166)', () => {
  const sums = [{ whole: 'total', parts: ['online', 'hybrid', 'in person'] }];
  expect(hidden({ total: 30, online: 3, hybrid: 7, 'in person': 20 }, sums)).toEqual(['hybrid', 'online']);
  expect(hidden({ total: 30, online: 10, hybrid: 0, 'in person': 20 }, sums)).toEqual([]);
});

test('where the hidden numbers together are small, more hide with them', () => {
  expect(hidden({ total: 23, a: 1, b: 2, c: 20 }, [{ whole: 'total', parts: ['a', 'b', 'c'] }])).toEqual([
    'a',
    'b',
    'c',
  ]);
});

test('a total of a few hides as well', () => {
  expect(hidden({ total: 3, a: 3, b: 0 }, [{ whole: 'total', parts: ['a', 'b'] }])).toEqual(['a', 'total']);
});

test('in a table of two ways, a rectangle hides and the totals stay', () => {
  const sums = [
    { whole: 'row 1', parts: ['11', '12', '13'] },
    { whole: 'row 2', parts: ['21', '22', '23'] },
    { whole: 'all', parts: ['row 1', 'row 2'] },
    ...['1', '2', '3'].map((column) => ({ whole: `column ${column}`, parts: [`1${column}`, `2${column}`] })),
    { whole: 'all', parts: ['column 1', 'column 2', 'column 3'] },
  ];
  expect(
    hidden(
      {
        11: 2,
        12: 9,
        13: 20,
        21: 10,
        22: 8,
        23: 20,
        'row 1': 31,
        'row 2': 38,
        'column 1': 12,
        'column 2': 17,
        'column 3': 40,
        all: 69,
      },
      sums,
    ),
  ).toEqual(['11', '12', '21', '22']);
});

test('what was published before stays as it was, and the later one hides what the difference would tell', () => {
  const cells: Pick<Cell, 'name' | 'value' | 'status'>[] = [
    { name: 'term', value: 20, status: 'shown' },
    { name: 'rest', value: 2, status: 'hidden' },
    { name: 'year', value: 22, status: 'open' },
  ];
  expect(hide(cells, [{ whole: 'year', parts: ['term', 'rest'] }])).toEqual(['rest', 'year']);
});

test('where people in several groups are one each, it is not told that a group is not empty: everything that the total would tell hides (BR-166)', () => {
  const groups = ['a', 'b', 'c', 'd', 'e'];
  expect(hidden({ total: 5, a: 1, b: 1, c: 1, d: 1, e: 1 }, [{ whole: 'total', parts: groups }])).toEqual([
    ...groups,
    'total',
  ]);
});
