import { messageKinds } from '../../src/notifications/message.rules.js';
import { contactCodeLetter, linkLetter } from '../../src/people/sign-in/letters.js';
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
const everything = messageKinds.flatMap((kind) => [
  { name: `${kind}, discreet`, ...letterOf(kind, true, at, 'Europe/London') },
  { name: `${kind}, plain`, ...letterOf(kind, false, at, 'Europe/London') },
  { name: `${kind}, inside the service`, ...wordsOf(kind, at, 'Europe/London') },
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
  expect(new Set(messageKinds.map((kind) => JSON.stringify(letterOf(kind, true, at, 'Europe/London')))).size).toBe(1);
});

test('inside the service each kind has words of its own', () => {
  expect(new Set(messageKinds.map((kind) => wordsOf(kind, at, 'Europe/London').text)).size).toBe(messageKinds.length);
});

test('a moment is told as the clock on the wall of the college shows it', () => {
  expect(wordsOf('place_offered', at, 'Europe/London').text).toMatch(/Tuesday,? 31 March at 16:00/);
});

test('no word is left to fill in', () => {
  for (const { subject, text } of everything) expect(subject + text).not.toMatch(/[{}]/);
});

test('subjects fit on a line, and words for a text message into one (BR-146)', () => {
  for (const { subject } of everything) expect(subject.length).toBeLessThanOrEqual(40);
  expect(wordsForStaff().length).toBeLessThanOrEqual(160);
  expect(wordsForStaff()).not.toMatch(noticeable);
});
