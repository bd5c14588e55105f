import type { Scale } from '../../src/outcomes/measures/instrument.rules.js';
import { expecting } from '../courses/co-production.js';
import type { TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';

/** Raw and metric score, as published. */
export const swemwbsTable: [number, number][] = [
  [7, 7],
  [8, 9.51],
  [9, 11.25],
  [10, 12.4],
  [11, 13.33],
  [12, 14.08],
  [13, 14.75],
  [14, 15.32],
  [15, 15.84],
  [16, 16.36],
  [17, 16.88],
  [18, 17.43],
  [19, 17.98],
  [20, 18.59],
  [21, 19.25],
  [22, 19.98],
  [23, 20.73],
  [24, 21.54],
  [25, 22.35],
  [26, 23.21],
  [27, 24.11],
  [28, 25.03],
  [29, 26.02],
  [30, 27.03],
  [31, 28.13],
  [32, 29.31],
  [33, 30.7],
  [34, 32.55],
  [35, 35],
];

export const swemwbs: Scale = {
  itemCount: 7,
  unscoredItems: 0,
  itemMin: 1,
  itemMax: 5,
  conversion: swemwbsTable.map(([, metric]) => metric),
};

export const idOf = async (college: TestCollege, code: string): Promise<string> =>
  (await college.sql.query('select id from instrument where code = $1', [code]))[0].id;

/** Records a licence for an instrument and takes it into use; answers its id. */
export async function inUse(
  college: TestCollege,
  administrator: TestPerson,
  code: string,
  expiresOn: string | null = null,
): Promise<string> {
  const path = `/instruments/${await idOf(college, code)}`;
  const { headers, body } = await administrator.get(path);
  const licence = {
    reference: 'L-1',
    holder: 'The holder',
    copyrightStatement: body.copyrightStatement ?? '© its authors',
    expiresOn,
  };
  const licensed = await expecting(
    200,
    administrator.put(`${path}/licence`, licence, { 'If-Match': headers['etag'] ?? '' }),
  );
  if (licensed.body.state !== 'active') await expecting(201, administrator.post(`${path}/activation`));
  return body.id;
}

export const sevenOf = (value: number) => Array.from({ length: 7 }, (_, index) => ({ item: index + 1, value }));
