import fc from 'fast-check';
import { folded, foldedToFind, foldedTogether } from '../../src/platform/text/folded-text.rules.js';
import { fingerprintOf } from '../../src/ceu/claims/ce-claim.rules.js';

const event = { title: '', provider: 'Peer Academy', startsOn: '2026-03-02', endsOn: '2026-03-03' };
const print = (title: string) => fingerprintOf({ ...event, title });

describe('spellings of one title are one event (BR-101)', () => {
  test.each([
    ['Straße', 'STRASSE', 'strasse', 'STRAẞE'],
    ['Ethics, for Peers!', 'ethics for peers', 'ETHICS – FOR – PEERS', 'Ethics (for peers)'],
    ['Crème brûlée', 'creme brulee', 'CRE\u0300ME BRU\u0302LE\u0301E'],
    ['Nguyễn', 'nguyen', 'NGUYỄN'],
    ['Smørrebrød', 'Smorrebrod'],
    ['Łódź', 'lodz'],
    ['Ὀδυσσεύς', 'ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
    ['Ｅｔｈｉｃｓ ２', 'Ethics 2'],
    ['ｶﾞｲﾄﾞ', 'ガイド'],
    ['ﬁnding words', 'Finding words'],
    ['İstanbul', 'istanbul', 'ISTANBUL', 'ıstanbul'],
    ['ПСИХОЛОГИЯ', 'психология'],
    ['Հարևան', 'ՀԱՐԵՒԱՆ'],
    ['O’Brien', "O'Brien", 'OBrien', 'O´Brien'],
    ['葛\u{e0100}城', '葛城'],
    ['❤️ and mind', '❤ and mind'],
  ])('%s', (title, ...others) => {
    for (const other of others) expect([other, print(other)]).toEqual([other, print(title)]);
  });
});

describe('other words are another event (BR-101)', () => {
  test.each([
    ['दिन की सेवा', 'दान के सेवा'],
    ['พ่อ', 'พี่อ'],
    ['পানি', 'পানে'],
    ['தமிழ்', 'தமழ'],
    ['C', 'C++', 'C#'],
    ['🌻', '🌊'],
    ['Yoga 🧘🏻', 'Yoga 🧘🏿'],
    ['й', 'и'],
    ['が', 'か'],
    ['ぱ', 'は', 'ば'],
    ['کتاب', 'کتب'],
    ['?', '!'],
    ['王', '玉'],
    ['김', '이', '기'],
  ])('%s', (...titles) => {
    expect(new Set(titles.map(print)).size).toBe(titles.length);
  });
});

/** An acute that stands alone is taken for an apostrophe, and normalising takes it for a space. */
const text = fc.string({ unit: 'binary', maxLength: 40 }).map((said) => said.replaceAll('´', "'"));
/**
 * No apostrophe, no iota written below (a mark as others are, though as a capital it stands beside), and no part of a
 * Hangul syllable, which grows together with the next one.
 */
const letter = fc
  .integer({ min: 0x20, max: 0x1ffff })
  .map((point) => String.fromCodePoint(point))
  .filter(
    (character) =>
      /^(?![\u02B9-\u02BF\u0374])\p{L}$/u.test(character) &&
      !character.normalize('NFD').includes('\u0345') &&
      !/[\u1100-\u11FF]/.test(character.normalize('NFKC')),
  );

test('folding is done once: folding again changes nothing, and composed or not is the same', () => {
  fc.assert(
    fc.property(text, (said) => {
      for (const fold of [folded, foldedToFind, foldedTogether]) expect(fold(fold(said))).toBe(fold(said));
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const)
        expect(folded(said.normalize(form))).toBe(folded(said));
    }),
    { numRuns: 2000 },
  );
});

test('capitals, spaces and punctuation never make another event; a letter more always does', () => {
  fc.assert(
    fc.property(fc.array(letter, { minLength: 1, maxLength: 12 }), letter, (letters, more) => {
      const title = letters.join('');
      expect(print(title.toUpperCase())).toBe(print(title));
      expect(print(letters.join(' – '))).toBe(print(title));
      expect(print(`${title} ${more}`)).not.toBe(print(title));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['أحمد', 'احمد'],
  ['مُحَمَّد', 'محمد'],
  ['שָׁלוֹם', 'שלום'],
  ['Фёдор', 'федор'],
  ['Ça va', 'ca va'],
])('%s is found as %s', (written, typed) => {
  expect(foldedToFind(written)).toBe(foldedToFind(typed));
});
