import { networkOf } from '../../src/platform/limits/address.js';
import { isLocalDate } from '../../src/platform/http/dto.js';

describe('what counts as one network', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:aaaa::1', '2001:db8:1:2'],
    ['2001:db8:1:2:bbbb:cccc:dddd:eeee', '2001:db8:1:2'],
    ['2001:0db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s belongs to %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('days that exist', () => {
  it.each([
    ['2028-02-29', true],
    ['2027-02-29', false],
    ['2026-04-31', false],
    ['2026-4-30', false],
    ['2026-12-31T00:00:00Z', false],
    ['0000-01-01', false],
    ['2026-00-10', false],
    [20260101, false],
  ])('%s: %s', (text, exists) => {
    expect(isLocalDate(text)).toBe(exists);
  });
});
