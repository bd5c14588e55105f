import {
  type Decision,
  decideChannel,
  type Errand,
  type Preference,
  waitsInApp,
} from '../../src/notifications/safe-contact.rules.js';

const now = new Date('2026-06-01T20:00:00Z');
const morning = new Date('2026-06-02T09:00:00Z');
const office = [{ from: '09:00', to: '17:00' }];
const email = { allowed: true };
const emailInOffice = { allowed: true, safeHours: office };
const inApp = { allowed: true };
const phone = { allowed: true, value: '555 0100' };

const preference = (channels: Preference['channels'], more: Partial<Preference> = {}): Preference => ({
  channels,
  discreet: true,
  learnerWillInitiate: false,
  ...more,
});
const errand = (more: Partial<Errand> = {}): Errand => ({
  requested: false,
  notAfter: new Date('2026-06-03T20:00:00Z'),
  ...more,
});
const soon = { notAfter: new Date('2026-06-02T08:00:00Z') };

const byEmail: Decision = { step: 'send', by: 'email', discreet: true };
const inside: Decision = { step: 'send', by: 'inApp', discreet: true };
const suppressed = (because: string) => ({ step: 'suppress', because });

test.each<[string, Preference, Errand, unknown]>([
  ['BR-143: nobody who said nothing is written to', preference({}), errand(), suppressed('no_safe_channel')],
  ['BR-143: a telephone is not rung by a machine', preference({ phone }), errand(), suppressed('no_safe_channel')],
  [
    'BR-143: a letter is not sent by a machine',
    preference({ post: phone, sms: phone }),
    errand(),
    suppressed('no_safe_channel'),
  ],
  ['e-mail at any hour goes out at once', preference({ email }), errand(), byEmail],
  [
    'somebody who does not ask for discretion gets plain words',
    preference({ email }, { discreet: false }),
    errand(),
    { ...byEmail, discreet: false },
  ],
  ['BR-51: messages inside the service are a channel', preference({ inApp }), errand(), inside],
  [
    'BR-144: outside the hours an e-mail waits for the morning',
    preference({ email: emailInOffice }),
    errand(),
    { step: 'defer', until: morning },
  ],
  [
    'BR-144: it waits even if the message can be read inside the service meanwhile',
    preference({ email: emailInOffice, inApp }),
    errand(),
    { step: 'defer', until: morning },
  ],
  [
    'BR-144: an e-mail that would come too late is not sent',
    preference({ email: emailInOffice }),
    errand(soon),
    suppressed('outside_hours'),
  ],
  [
    'BR-144: what would come too late by e-mail stays inside the service',
    preference({ email: emailInOffice, inApp }),
    errand(soon),
    inside,
  ],
  [
    'BR-144: hours of which there are none',
    preference({ email: { allowed: true, safeHours: [{ from: '09:00', to: '17:00', days: [] }] } }),
    errand(),
    suppressed('outside_hours'),
  ],
  [
    'what is of no use any more is not sent',
    preference({ email, inApp }),
    errand({ notAfter: now }),
    suppressed('outside_hours'),
  ],
  [
    'BR-147: who makes the first step is left alone',
    preference({ email, inApp }, { learnerWillInitiate: true }),
    errand(),
    suppressed('learner_initiates'),
  ],
  [
    'BR-147: who makes the first step gets the answer to it',
    preference({ email, inApp }, { learnerWillInitiate: true }),
    errand({ requested: true }),
    byEmail,
  ],
  [
    'BR-147: the answer too goes by safe ways only',
    preference({ phone }, { learnerWillInitiate: true }),
    errand({ requested: true }),
    suppressed('no_safe_channel'),
  ],
])('%s', (_, given, about, expected) => {
  expect(decideChannel(given, about, now, 'UTC')).toEqual(expected);
});

test('the same evening is within the hours of another place', () => {
  expect(decideChannel(preference({ email: emailInOffice }), errand(), now, 'America/Edmonton')).toEqual(byEmail);
});

test.each([
  ['who allowed it finds messages inside the service', preference({ inApp }), errand(), true],
  ['who did not allow it finds none', preference({ email }), errand(), false],
  ['who makes the first step finds none', preference({ inApp }, { learnerWillInitiate: true }), errand(), false],
  [
    'who makes the first step finds the answer to it',
    preference({ inApp }, { learnerWillInitiate: true }),
    errand({ requested: true }),
    true,
  ],
])('%s', (_, given, about, expected) => {
  expect(waitsInApp(given, about)).toBe(expected);
});
