import { type MessageKind, messageKinds } from '../../src/notifications/message.rules.js';
import { contactCodeLetter, linkLetter } from '../../src/people/sign-in/letters.js';
import { textOf } from '../../src/catalogues/catalogues.js';
import { letterOf, wordsForStaff, wordsOf } from '../../src/notifications/letters.js';

const forbidden = [
  'college',
  'course',
  'class',
  'session',
  'workshop',
  'lesson',
  'learn',
  'student',
  'teach',
  'tutor',
  'trainer',
  'facilitat',
  'peer',
  'cohort',
  'enrol',
  'attend',
  'recover',
  'mental',
  'health',
  'wellbeing',
  'well-being',
  'wellness',
  'ill',
  'illness',
  'diagnos',
  'therap',
  'treat',
  'clinic',
  'hospital',
  'patient',
  'counsel',
  'support',
  'crisis',
  'group',
  'charity',
  'organi',
  'venue',
  'room',
  'address',
  'street',
  'building',
  'campus',
  'certificat',
  'credit',
];
const noticeable = new RegExp(`\\b(${forbidden.join('|')})|https?:|www\\.|@|//`, 'i');

/** The first word that would tell what the college is, and what to do about it. */
const noticed = (words: string): string => {
  const word = noticeable.exec(words)?.[0];
  return word === undefined ? '' : `"${word}" tells too much; say it without, in src/catalogues/en-CA`;
};

const letters = [linkLetter('robin', 'secret', 20), contactCodeLetter('robin', '12345678', 24)];

const at = new Date('2026-03-31T15:00:00Z');
const told = (kind: MessageKind, timeZone: string | null = null) => ({ kind, notAfter: at, timeZone });
const everything = messageKinds.flatMap((kind) => [
  { name: `${kind}, discreet`, ...letterOf(told(kind), true, 'Europe/London') },
  { name: `${kind}, plain`, ...letterOf(told(kind), false, 'Europe/London') },
  { name: `${kind}, inside the service`, ...wordsOf(told(kind), 'Europe/London') },
]);

test.each(everything)(
  '$name: subject, preview and text are neutral, and no link leads past the sign-in (BR-145)',
  ({ subject, text }) => {
    expect(noticed(`${subject}\n${text}`)).toBe('');
  },
);

test.each(letters)(
  'the letter "$subject" about an account is as neutral: no link, no name, nothing of what it is for (BR-145)',
  ({ subject, text }) => {
    expect(noticed(`${subject}\n${text}`)).toBe('');
    expect(subject.length).toBeLessThanOrEqual(40);
  },
);

test('the check of words would notice one', () => {
  for (const word of forbidden) expect(`Your ${word} is here`).toMatch(noticeable);
  expect('Sign in at https://example.org').toMatch(noticeable);
});

test('every discreet letter is the same, whatever it is about', () => {
  expect(new Set(messageKinds.map((kind) => JSON.stringify(letterOf(told(kind), true, 'Europe/London')))).size).toBe(1);
});

test('inside the service each kind has words of its own', () => {
  expect(new Set(messageKinds.map((kind) => wordsOf(told(kind), 'Europe/London').text)).size).toBe(messageKinds.length);
});

test('a moment is told as the clock on the wall of the college shows it', () => {
  expect(wordsOf(told('place_offered'), 'Europe/London').text).toMatch(/Tuesday,? 31 March at 16:00/);
});

const timed = messageKinds.filter((kind) => textOf(`letters.${kind}.text`, { time: 'TIME' }).includes('TIME'));

test.each(timed)(
  '%s tells its time in the zone of what it is about, and says which, but no city (BR-145, 178)',
  (kind) => {
    const text = (zone: string | null) => wordsOf(told(kind, zone), 'Europe/London').text;
    expect(text('America/Toronto')).toMatch(/Tuesday,? 31 March at 11:00( a\.m\.)? Eastern Time/);
    expect(text('America/Toronto')).not.toContain('Toronto');
    expect(text('Europe/London')).toBe(text(null));
    expect(text(null)).not.toMatch(/16:00 \w+ Time/);
  },
);

test('no word is left to fill in', () => {
  for (const { subject, text } of everything) expect(subject + text).not.toMatch(/[{}]/);
});

test('subjects fit on a line, and words for a text message into one (BR-146)', () => {
  for (const { subject } of everything) expect(subject.length).toBeLessThanOrEqual(40);
  expect(wordsForStaff().length).toBeLessThanOrEqual(160);
  expect(wordsForStaff()).not.toMatch(noticeable);
});
