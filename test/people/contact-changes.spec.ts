import {
  allowsTheSame,
  narrowed,
  type Preference,
  tidied,
  wayToConfirm,
  widens,
} from '../../src/people/contact/contact-change.rules.js';
import type { SafeChannels } from '../../src/people/contact/safe-channels.dto.js';

const said = (channels: SafeChannels, more: Partial<Preference> = {}): Preference => ({
  channels,
  discreet: true,
  learnerWillInitiate: false,
  resetByEmail: true,
  ...more,
});
const number = (more: object = {}) => ({ allowed: true, value: '555 0100', ...more });

test.each<[string, Preference, Preference, boolean]>([
  ['the same', said({ phone: number() }), said({ phone: number() }), false],
  ['another channel', said({ phone: number() }), said({ phone: number(), email: { allowed: true } }), true],
  ['a channel that was only written down', said({ sms: number({ allowed: false }) }), said({ sms: number() }), true],
  ['a channel less', said({ phone: number(), sms: number() }), said({ phone: number() }), false],
  ['messages inside the service', said({}), said({ inApp: { allowed: true } }), false],
  ['another number', said({ phone: number() }), said({ phone: number({ value: '555 0199' }) }), true],
  [
    'another number where no call is allowed',
    said({ phone: number() }),
    said({ phone: number({ allowed: false, value: '555 0199' }) }),
    false,
  ],
  [
    'hours where there were none',
    said({ email: { allowed: true } }),
    said({ email: { allowed: true, safeHours: [{ from: '09:00', to: '17:00' }] } }),
    false,
  ],
  [
    'any hour where there were some',
    said({ email: { allowed: true, safeHours: [{ from: '09:00', to: '17:00' }] } }),
    said({ email: { allowed: true } }),
    true,
  ],
  [
    'a minute more',
    said({ phone: number({ safeHours: [{ from: '09:00', to: '17:00' }] }) }),
    said({ phone: number({ safeHours: [{ from: '09:00', to: '17:01' }] }) }),
    true,
  ],
  [
    'a day more',
    said({ phone: number({ safeHours: [{ from: '09:00', to: '17:00', days: [1] }] }) }),
    said({ phone: number({ safeHours: [{ from: '10:00', to: '11:00', days: [1, 2] }] }) }),
    true,
  ],
  [
    'the same hours cut in two',
    said({ phone: number({ safeHours: [{ from: '09:00', to: '17:00' }] }) }),
    said({
      phone: number({
        safeHours: [
          { from: '12:00', to: '17:00' },
          { from: '09:00', to: '12:00' },
        ],
      }),
    }),
    false,
  ],
  ['a message on the machine', said({ phone: number() }), said({ phone: number({ leaveMessage: 'vague' }) }), true],
  [
    'a vaguer message',
    said({ phone: number({ leaveMessage: 'normal' }) }),
    said({ phone: number({ leaveMessage: 'vague' }) }),
    false,
  ],
  [
    'somebody else who may answer',
    said({ phone: number() }),
    said({ phone: number({ whoMayAnswer: 'my sister' }) }),
    true,
  ],
  ['nobody else any more', said({ phone: number({ whoMayAnswer: 'my sister' }) }), said({ phone: number() }), false],
  ['less discretion', said({}), said({}, { discreet: false }), true],
  ['more discretion', said({}, { discreet: false }), said({}), false],
  ['the first step given up', said({}, { learnerWillInitiate: true }), said({}), true],
  ['the first step taken', said({}), said({}, { learnerWillInitiate: true }), false],
])('%s: a wider way has to be confirmed, a narrower one has not (BR-149)', (_, before, after, wider) => {
  expect(widens(before, after)).toBe(wider);
  expect(widens(before, narrowed(before, after))).toBe(false);
  expect(widens(after, narrowed(before, after))).toBe(false);
});

test('what both allow keeps their common hours, the more careful message and nobody new', () => {
  const before = said({
    phone: number({ safeHours: [{ from: '09:00', to: '12:00' }], leaveMessage: 'vague', whoMayAnswer: 'my sister' }),
    sms: number(),
  });
  const after = said({
    phone: number({
      safeHours: [{ from: '11:00', to: '14:00', days: [1, 3] }],
      leaveMessage: 'normal',
      whoMayAnswer: 'anybody',
    }),
    sms: number({ value: '555 0199' }),
    email: { allowed: true },
  });
  expect(narrowed(before, after).channels).toEqual({
    phone: {
      allowed: true,
      value: '555 0100',
      safeHours: [{ from: '11:00', to: '12:00', days: [1, 3] }],
      leaveMessage: 'vague',
    },
    sms: { allowed: false, value: '555 0100' },
    email: { allowed: false },
  });
});

test.each([
  ['nothing was ever said', null, { email: { allowed: true } }, true, 'in_app'],
  [
    'mail was and is safe',
    { email: { allowed: true }, inApp: { allowed: true } },
    { email: { allowed: true }, inApp: { allowed: true } },
    true,
    'email',
  ],
  [
    'mail is not safe any more',
    { email: { allowed: true }, inApp: { allowed: true } },
    { inApp: { allowed: true } },
    true,
    'in_app',
  ],
  [
    'mail was not safe before',
    { inApp: { allowed: true } },
    { email: { allowed: true }, inApp: { allowed: true } },
    true,
    'in_app',
  ],
  [
    'the address is not confirmed, or all is long out of date',
    { email: { allowed: true }, inApp: { allowed: true } },
    { email: { allowed: true }, inApp: { allowed: true } },
    false,
    'in_app',
  ],
  [
    'only the telephone was safe',
    { phone: number() },
    { phone: number(), inApp: { allowed: true } },
    false,
    'in_person',
  ],
] as const)('where %s, it is confirmed that way', (_, before, now, canMail, way) => {
  expect(wayToConfirm(before, now, canMail, false)).toBe(way);
});

test('while somebody is away nothing is mailed, and what mail would have confirmed asks for a visit (BR-149, BR-192)', () => {
  const both = { email: { allowed: true }, inApp: { allowed: true } };
  expect(wayToConfirm(both, both, true, true)).toBe('in_person');
});

test('a new password by e-mail is one more way: a yes after a no is wider, and only what both allow holds meanwhile', () => {
  const [yes, no] = [said({}), said({}, { resetByEmail: false })];
  expect([widens(no, yes), widens(yes, no), allowsTheSame(yes, no)]).toEqual([true, false, false]);
  expect([narrowed(no, yes).resetByEmail, narrowed(yes, no).resetByEmail]).toEqual([false, false]);
});

test('a way that is only written down as closed allows nothing more and nothing less', () => {
  const open = said({ inApp: { allowed: true } });
  expect(allowsTheSame(open, said({ inApp: { allowed: true }, phone: { allowed: false } }))).toBe(true);
  expect(allowsTheSame(open, said({ phone: { allowed: false } }))).toBe(false);
  expect(allowsTheSame(open, said({ inApp: { allowed: true }, phone: number() }))).toBe(false);
});

test('what is sent as null is left out', () => {
  expect(tidied(JSON.parse('{"email":{"allowed":true,"safeHours":null},"phone":null}'))).toEqual({
    email: { allowed: true },
  });
});
