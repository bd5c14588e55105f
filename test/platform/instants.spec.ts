import { validateSync } from 'class-validator';
import { Instant } from '../../src/platform/http/dto.js';

class Appointment {
  @Instant() at: unknown;
}
const accepts = (at: unknown) => validateSync(Object.assign(new Appointment(), { at })).length === 0;

test.each(['2027-02-28T10:00:00Z', '2028-02-29T10:00:00.5+02:00', '2027-12-31T23:59:59-07:00'])(
  '%s is an instant',
  (at) => expect(accepts(at)).toBe(true),
);

test.each([
  '2027-02-30T10:00:00Z',
  '2027-02-29T10:00:00Z',
  '2027-04-31T10:00:00Z',
  '2027-01-01T10:00:00',
  '2026-12-31T23:59:60Z',
  '2027-01-01',
  'soon',
  1,
  null,
  undefined,
])('%s is none', (at) => expect(accepts(at)).toBe(false));
