/** Letters that have no accent to take off and are typed as others where a keyboard lacks them. */
const spelled: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
};
const toSpell = new RegExp(`[${Object.keys(spelled).join('')}]`, 'gu');

const accents =
  /(?<=[A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02AF\u0370-\u0373\u0376-\u03E1\u03F0-\u03FF\u1D00-\u1DBF\u1E00-\u1FFF\u2C60-\u2C7F\uA720-\uA7FF\uAB30-\uAB6F])[\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF]+/gu;

/** What Arabic and Hebrew are mostly written without, and the two dots of the Cyrillic ё. */
const points =
  /[\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED]|(?<=е)\u0308/gu;

/** Everything by which no word differs; `#`, `+`, other signs and emoji make another one. */
const punctuation =
  /[\p{Z}\p{Cc}\p{Cf}\p{Variation_Selector}\u02B9-\u02BC\u02BE\u02BF©®|~]|(?!#)\p{P}|(?!\p{Emoji_Modifier})\p{Sk}/gu;

/**
 * A text without what spellings of one word differ in: accents of Latin and Greek letters, capitals, widths and
 * ligatures. Marks of other scripts stay, as they make another letter (й, が) or are a vowel. The database has the same
 * as `folded`.
 */
export const folded = (text: string): string =>
  text
    .replaceAll('´', "'")
    .normalize('NFKD')
    .replace(accents, '')
    .toUpperCase()
    .toLowerCase()
    .replace(toSpell, (letter) => spelled[letter] ?? letter)
    .normalize('NFKC');

/** The same for looking something up: also without what Arabic and Hebrew are mostly written without, and ё is е. */
export const foldedToFind = (text: string): string =>
  folded(text).normalize('NFKD').replace(points, '').normalize('NFKC');

/** The letters, digits and signs of a text, so that spaces, punctuation and spelling make no other one (BR-101). */
export const foldedTogether = (text: string): string => folded(text).replace(punctuation, '') || folded(text);
