import { cardRefusal } from '../../src/people/sign-in/password-card.rules.js';
import { canonicalEmail } from '../../src/platform/text/email-address.rules.js';
import { refreshVerdict } from '../../src/people/sign-in/refresh.rules.js';
import { ageOn } from '../../src/people/registration/registration.rules.js';
import { compatible, endingNeedsSecond, mayConfirm, requestIsOver } from '../../src/people/roles/role.rules.js';
import { roles } from '../../src/platform/actor.js';

test.each([
  ['Robin@Example.ORG', 'robin@example.org'],
  ['  robin@example.org ', 'robin@example.org'],
  ['robin@bücher.example', 'robin@xn--bcher-kva.example'],
  ['Zoe\u0308@example.org', 'zoë@example.org'],
  ['robin@BÜCHER.example', 'robin@xn--bcher-kva.example'],
  ['robin@xn--bcher-kva.example', 'robin@xn--bcher-kva.example'],
  ['\u212Aim@example.org', 'kim@example.org'],
  ['робин@example.org', 'робин@example.org'],
  ['αdmin@example.org', undefined],
  ['ｒｏｂｉｎ@example.org', undefined],
  ['robin²@example.org', undefined],
  ['ro\u0000bin@example.org', undefined],
  ['robin\n@example.org', undefined],
  ['robin', undefined],
  ['@example.org', undefined],
  ['robin@', undefined],
  ['раypal@example.org', undefined],
  ['ﬁnn@example.org', undefined],
  ['a@b@example.org', undefined],
])('%s is %s', (typed, canonical) => expect(canonicalEmail(typed)).toBe(canonical));

test.each([
  ['2000-02-29', '2018-02-28', 17],
  ['2000-02-29', '2018-03-01', 18],
  ['2000-12-31', '2018-12-30', 17],
  ['2000-12-31', '2018-12-31', 18],
  ['2018-12-31', '2018-12-31', 0],
])('somebody born on %s is on %s %i years old', (born, today, age) => expect(ageOn(born, today)).toBe(age));

const now = new Date('2027-01-01T00:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
test.each([
  [null, false, 'rotate'],
  [ago(1), false, 'repeat'],
  [ago(30), false, 'repeat'],
  [ago(31), false, 'end_sign_in'],
  [ago(1), true, 'end_sign_in'],
])('a refresh token used at %s, successor used: %s → %s', (usedAt, successorUsed, verdict) =>
  expect(refreshVerdict({ usedAt, successorUsed }, now)).toBe(verdict),
);

test('an analyst combines with learner only, and order does not matter', () => {
  expect(roles.filter((role) => compatible(['analyst'], role))).toEqual(['learner', 'analyst']);
  for (const one of roles) for (const other of roles) expect(compatible([one], other)).toBe(compatible([other], one));
});

test.each([
  [{ resetsByEmail: false, hasPassword: false, isStaff: false }, false, undefined],
  [{ resetsByEmail: false, hasPassword: true, isStaff: false }, false, 'identity_not_checked'],
  [{ resetsByEmail: false, hasPassword: true, isStaff: false }, true, undefined],
  [{ resetsByEmail: true, hasPassword: true, isStaff: false }, true, 'account_in_use'],
  [{ resetsByEmail: false, hasPassword: false, isStaff: true }, true, 'account_in_use'],
] as const)('a card for %j, recognised: %s', (holder, identityChecked, refusal) =>
  expect(cardRefusal(holder, identityChecked)).toBe(refusal),
);

const askedAt = new Date('2027-01-01T12:00:00Z');
const after = (days: number) => new Date(askedAt.getTime() + days * 86_400_000);
test.each([
  [false, 13.99, false],
  [false, 14, true],
  [true, 14, false],
  [true, 27.99, false],
  [true, 28, true],
])('that a role ends: %s, asked for %d days ago, is over: %s', (ending, days, over) =>
  expect(requestIsOver({ ending, askedAt }, after(days))).toBe(over),
);

test.each([
  [false, 'other', 0, true],
  [false, 'asker', 14, false],
  [true, 'other', 0, true],
  [true, 'asker', 13.99, false],
  [true, 'asker', 14, true],
  [true, 'person', 20, false],
])('that a role ends: %s, may be confirmed by the %s after %d days: %s (BR-212)', (ending, by, days, may) =>
  expect(mayConfirm({ ending, askedAt, askedBy: 'asker', personId: 'person' }, by, after(days))).toBe(may),
);

test('only the role administrator of somebody else needs two to end (BR-212)', () => {
  expect(endingNeedsSecond('administrator', 'me', 'me')).toBe(false);
  expect(roles.filter((role) => endingNeedsSecond(role, 'you', 'me'))).toEqual(['administrator']);
});
