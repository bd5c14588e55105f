import fc from 'fast-check';
import {
  fits,
  licenceStands,
  mayShowItems,
  type Scale,
  scoreOf,
  scoreOfRaw,
  stateOn,
} from '../../src/outcomes/measures/instrument.rules.js';
import { swemwbs, swemwbsTable } from './a-measure.js';

const responses = (...values: number[]) => values.map((value, index) => ({ item: index + 1, value }));

describe('SWEMWBS (BR-77)', () => {
  test.each(swemwbsTable)('raw %i is metric %f', (raw, metric) =>
    expect(scoreOfRaw(swemwbs, raw)).toEqual({ complete: true, raw, metric }),
  );
  test.each([6, 36])('no answers add up to %i', (raw) => expect(() => scoreOfRaw(swemwbs, raw)).toThrow(RangeError));
  test('with an item missing there is no score at all', () =>
    expect(scoreOf(swemwbs, responses(5, 5, 5, 5, 5, 5))).toEqual({ complete: false, raw: null, metric: null }));
  test('more of each item is never less well-being', () => {
    const seven = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(seven, fc.nat(6), (values, raised) => {
        const more = values.map((value, index) => (index === raised ? Math.min(5, value + 1) : value));
        expect(scoreOf(swemwbs, responses(...more)).metric ?? 0).toBeGreaterThanOrEqual(
          scoreOf(swemwbs, responses(...values)).metric ?? 0,
        );
      }),
    );
  });
});

const qpr: Scale = { itemCount: 15, unscoredItems: 0, itemMin: 0, itemMax: 4, conversion: null };
const reqol: Scale = { itemCount: 10, unscoredItems: 1, itemMin: 0, itemMax: 4, conversion: null };

test.each<[string, Scale, number[], number | null]>([
  ['QPR, all least', qpr, Array<number>(15).fill(0), 0],
  ['QPR, all most', qpr, Array<number>(15).fill(4), 60],
  ['QPR, one missing', qpr, Array<number>(14).fill(4), null],
  ['ReQoL, all least', reqol, Array<number>(10).fill(0), 0],
  ['ReQoL, all most, and the physical item', reqol, Array<number>(11).fill(4), 40],
  ['ReQoL without the physical item', reqol, Array<number>(10).fill(3), 30],
])('%s (BR-79)', (_, scale, values, sum) =>
  expect(scoreOf(scale, responses(...values))).toMatchObject({ raw: sum, metric: sum, complete: sum !== null }),
);

test.each([
  ['a value above the scale', [{ item: 1, value: 6 }]],
  ['a value below it', [{ item: 1, value: 0 }]],
  ['an item that is not there', [{ item: 8, value: 3 }]],
  [
    'one item twice',
    [
      { item: 1, value: 3 },
      { item: 1, value: 4 },
    ],
  ],
])('%s does not fit', (_, wrong) => expect(fits(swemwbs, wrong)).toBe(false));

test.each<[string, { required: boolean; reference: string | null; expiresOn: string | null }, boolean]>([
  ['not needed', { required: false, reference: null, expiresOn: null }, true],
  ['needed and missing', { required: true, reference: null, expiresOn: null }, false],
  ['without an end', { required: true, reference: 'L-1', expiresOn: null }, true],
  ['on its last day', { required: true, reference: 'L-1', expiresOn: '2027-03-01' }, true],
  ['the day after', { required: true, reference: 'L-1', expiresOn: '2027-02-28' }, false],
])('a licence that is %s stands: %s (BR-75)', (_, licence, stands) => {
  expect(licenceStands(licence, '2027-03-01')).toBe(stands);
  expect(stateOn('active', licence, '2027-03-01')).toBe(stands ? 'active' : 'suspended');
  expect(mayShowItems(stateOn('active', licence, '2027-03-01'))).toBe(stands);
});
