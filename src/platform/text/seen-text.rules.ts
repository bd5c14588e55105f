import { ofKinds } from './unicode.js';

const base = `[${ofKinds('LHWEO')}]`;
const joined = ofKinds('WNV');
const inWord = ofKinds('LHMWNV');
const pictures = ofKinds('E');

const visible = new RegExp(base, 'u');
const unseen = new RegExp(`[${ofKinds('BFU')}]`, 'u');

/** Where a character that shows nothing by itself changes what is seen. */
const inItsPlace = new RegExp(
  [
    // ZWNJ and ZWJ inside a word of a script in which letters join, also where the word ends in a virama.
    `(?<=[${joined}])[\\u200C\\u200D](?=[${inWord}])`,
    `(?<=[${inWord}])[\\u200C\\u200D](?=[${joined}])`,
    `(?<=[${ofKinds('V')}])[\\u200C\\u200D](?![\\u200C\\u200D])`,
    // Emoji made of several, in their own style, as keycaps, and the flags of parts of a country.
    `(?<=[${pictures}]\\uFE0F?|[\\u{1F3FB}-\\u{1F3FF}]\\uFE0F?)\\u200D(?=[${pictures}])`,
    `(?<=[${pictures}\\u{1F3FB}-\\u{1F3FF}])[\\uFE0E\\uFE0F]`,
    '(?<=[0-9#*])\\uFE0F(?=\\u20E3)',
    '(?<=\\u{1F3F4})[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{3,6}\\u{E007F}',
    // Forms of letters: names in Japanese, Mongolian, Myanmar and Phags-pa are written with them.
    `(?<=[${ofKinds('H')}])[\\uFE00-\\uFE02\\u{E0100}-\\u{E01EF}]`,
    '(?<=[\\u1820-\\u18AA])[\\u180B-\\u180D\\u180F]',
    '(?<=[\\u1000-\\u109F\\uA840-\\uA877\\uAA60-\\uAA7F])\\uFE00',
    // The order of marks on a letter, and the space of Braille.
    `(?<=[${inWord}])\\u034F(?=[${ofKinds('MNV')}])`,
    '(?<=[\\u2801-\\u28FF])\\u2800(?=[\\u2801-\\u28FF])',
  ].join('|'),
  'gu',
);

/** Whether something of the text can be seen: a letter, a digit, a sign or an emoji, not marks and blanks alone. */
export function showsSomething(text: string): boolean {
  return visible.test(text);
}

/**
 * Whether nothing in the text hides or turns around what is read: characters that show nothing stand only where they
 * change a word or an emoji, and each character is one that Unicode has assigned. Control characters are not judged
 * here.
 */
export function hidesNothing(text: string): boolean {
  return !hasUnseen(text) || !unseen.test(text.replace(inItsPlace, ''));
}

/** Whether any character shows nothing or is not assigned, wherever it stands. */
export function hasUnseen(text: string): boolean {
  return unseen.test(text);
}
