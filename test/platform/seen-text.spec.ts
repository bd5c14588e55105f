import { canonicalEmail, canonicalNewEmail } from '../../src/platform/text/email-address.rules.js';
import { hidesNothing, showsSomething } from '../../src/platform/text/seen-text.rules.js';
import { kinds, unicodeVersion } from '../../src/platform/text/unicode.js';
import { kindsOfUnicode } from '../support/unicode-kinds.js';

test.each([
  ['Latin', 'Zoë O’Brien-Núñez'],
  ['Latin with marks that have no letter of their own', 'M̈ x̱aꞌ n̓ga'],
  ['Greek', 'Ελένη'],
  ['Cyrillic', 'Їжак'],
  ['Armenian', 'Աննա'],
  ['Georgian', 'ნინო'],
  ['Arabic', 'عَبْدُ ٱللَّه'],
  ['Persian with ZWNJ', 'می\u200cخواهم کتاب\u200cها'],
  ['Persian with ZWNJ after digits and Latin letters', '۲۰\u200cام PDF\u200cها'],
  ['Urdu', 'نستعلیق'],
  ['Hebrew with points', 'שָׁלוֹם'],
  ['Syriac', 'ܫܠܡܐ'],
  ['Hindi', 'प्रिया क्षत्रिय'],
  ['Hindi with ZWJ and ZWNJ', 'क्\u200dष क्\u200cष शक्\u200dति'],
  ['Hindi that ends in a half letter', 'क्\u200d'],
  ['Bengali with ZWJ before its virama', 'র\u200d্যাব'],
  ['Malayalam in the older spelling', 'മോഹന്\u200d'],
  ['Sinhala', 'ශ්\u200dරී ලංකා'],
  ['Tamil', 'தமிழ்ச்செல்வி'],
  ['Telugu', 'తెలుగు'],
  ['Thai', 'น้ำฝน'],
  ['Lao', 'ສະບາຍດີ'],
  ['Khmer', 'ស្រី'],
  ['Myanmar', 'မြန်မာ'],
  ['Tibetan', 'བོད་ཡིག'],
  ['Ethiopic', 'ሰላም'],
  ['Korean', '김민준'],
  ['Korean in parts', '\u1112\u1161\u11ab'],
  ['Chinese', '王小明 𠮷'],
  ['Japanese', 'さくら サクラ 葛\u{e0100}城'],
  ['Mongolian with a selector of its form', 'ᠮᠣᠩᠭᠣ\u180bᠯ'],
  ['Cherokee', 'ᏣᎳᎩ'],
  ['syllabics', 'ᐃᓄᒃᑎᑐᑦ'],
  ['Adlam', '𞤀𞤣𞤤𞤢𞤥'],
  ['Braille with a space', '⠓⠊⠀⠓⠊'],
  ['signs', 'C++ & Ω – №5 …'],
  ['a dash alone', '–'],
  ['emoji', '🌱 🙂'],
  ['a family', '👨‍👩‍👧‍👦'],
  ['skin tones', '👋🏽 👩🏾‍🤝‍👨🏻'],
  ['hearts', '❤️ ❤︎ ❤️‍🔥'],
  ['a profession', '👩🏿‍⚕️'],
  ['flags', '🇨🇦 🏳️‍🌈 🏳️‍⚧️ 🏴‍☠️'],
  ['flags of parts of a country', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
  ['keycaps', '1️⃣ #️⃣'],
  ['an eye in a bubble', '👁️‍🗨️'],
  ['trade marks', '©️ ™'],
  ['letters of Unicode 16 and 17', '\u{1c89} \u{a7ce} \u{16ea0} \u{323b0}'],
  ['line breaks', 'one\n\ttwo'],
])('%s stays as it is: %s', (_, text) => {
  const normal = text.normalize('NFC');
  expect([hidesNothing(normal), showsSomething(normal)]).toEqual([true, true]);
});

test.each([
  ['zero-width space', '\u200b'],
  ['empty Braille cell', '\u2800'],
  ['Hangul filler', '\u3164'],
  ['Hangul fillers of parts', '\u115f\u1160'],
  ['halfwidth Hangul filler', '\uffa0'],
  ['soft hyphen', '\u00ad'],
  ['word joiner', '\u2060'],
  ['byte order mark', '\ufeff'],
  ['override of direction', '\u202e'],
  ['marks of direction', '\u200e\u200f\u061c'],
  ['isolates', '\u2066\u2067\u2068\u2069'],
  ['Mongolian vowel separator', '\u180e'],
  ['joiners', '\u200c\u200d'],
  ['tags', '\u{e0067}\u{e0062}\u{e007f}'],
  ['selectors of forms', '\ufe0f\ufe0e\u{e0100}'],
  ['combining grapheme joiner', '\u034f'],
  ['invisible operators', '\u2061\u2062\u2063\u2064'],
  ['marks of annotations', '\ufff9\ufffa\ufffb'],
  ['place of a picture', '\ufffc'],
  ['unassigned', '\u0378'],
  ['noncharacter', '\ufdd0\uffff'],
])('%s is no text, and hides in a name', (_, text) => {
  for (const character of text)
    for (const hidden of [text, `Juniper${character} Holt`, `${character}Juniper`, `Juni${character}per`])
      expect([hidden, hidesNothing(hidden)]).toEqual([hidden, false]);
});

test.each(['', ' ', '\u00a0\u3000', '\u0301', '\u20e3', '\u093e'])('spaces and marks alone show nothing (%j)', (text) =>
  expect(showsSomething(text)).toBe(false),
);

test.each([
  ['a joiner where a word ends', 'می\u200c'],
  ['two joiners', 'می\u200c\u200cخ'],
  ['a joiner where an emoji ends', '👨\u200d'],
  ['a joiner between an emoji and a letter', '👨\u200da'],
  ['a selector after a letter', 'a\ufe0f'],
  ['a selector after a digit that is no keycap', '1\ufe0f'],
  ['two selectors', '❤\ufe0f\ufe0f'],
  ['tags after an emoji that is no flag', '🙂\u{e0067}\u{e0062}\u{e007f}'],
  ['tags without an end', '🏴\u{e0067}\u{e0062}\u{e0073}'],
  ['a hidden message in tags', `🏴${'\u{e0061}'.repeat(40)}\u{e007f}`],
])('%s hides something', (_, text) => expect(hidesNothing(text)).toBe(false));

test('no format character passes between Latin letters', () => {
  const passing = Array.from({ length: 0x110000 }, (_, point) => String.fromCodePoint(point)).filter(
    (character) => /\p{Cf}/u.test(character) && hidesNothing(`a${character}b`),
  );
  expect(passing).toEqual([]);
});

test('a long text is judged at once', () => {
  const started = performance.now();
  hidesNothing('👨\u200d'.repeat(10_000) + '⠀'.repeat(10_000) + '\ufe0f'.repeat(10_000));
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('the table of Unicode says what a Node of the same version says', () => {
  const isThatVersion = process.versions.unicode === unicodeVersion;
  expect(isThatVersion ? kindsOfUnicode() : kinds).toBe(kinds);
});

test.each(['ro\u200bbin', 'ro\u200dbin', 'robin\u2060', '\u202erobin', 'robin\ufe0f', 'ro\u00adbin', 'رو\u200cبین'])(
  'a new address may not hide anything before its @ (%j); an account that has it signs in as before (BR-207)',
  (local) => {
    expect(canonicalNewEmail(`${local}@example.org`)).toBeUndefined();
    expect(canonicalEmail(`${local}@example.org`)).toBe(`${local}@example.org`);
    expect(canonicalNewEmail('робин@example.org')).toBe('робин@example.org');
  },
);
