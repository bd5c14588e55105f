/** Scripts in which a joiner changes nothing that can be seen. */
const notJoining =
  'Latin Greek Cyrillic Armenian Georgian Han Hiragana Katakana Hangul Bopomofo Yi Cherokee Ethiopic Thai Lao Common Inherited';
const withoutJoiners = new RegExp(
  `[${notJoining
    .split(' ')
    .map((script) => `\\p{Script_Extensions=${script}}`)
    .join('')}]`,
  'u',
);

/** Shown as nothing, though Unicode calls them symbols or letters: the empty cell of Braille, a place for pictures. */
const blanks = /[\u2800\u{13441}\u{13442}\u{1D159}\uFFFC]/u;

/**
 * The kinds of characters that `src/platform/text/unicode.ts` is made of, as the running Node knows them: runs of a
 * letter and a length in base 36, from U+0000 to U+10FFFF.
 */
export function kindsOfUnicode(): string {
  const runs: { kind: string; length: number }[] = [];
  for (let point = 0; point <= 0x10ffff; point++) {
    const kind = kindOf(String.fromCodePoint(point));
    const last = runs.at(-1);
    if (last?.kind === kind) last.length++;
    else runs.push({ kind, length: 1 });
  }
  return runs.map(({ kind, length }) => (length === 1 ? kind : kind + length.toString(36))).join('');
}

function kindOf(character: string): string {
  if (/\p{Cn}/u.test(character)) return 'U';
  if (/[\p{Cc}\p{Cs}]/u.test(character)) return 'X';
  if (/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(character)) return 'F';
  if (blanks.test(character)) return 'B';
  if (/\p{Z}/u.test(character)) return 'Z';
  if (/\p{Extended_Pictographic}/u.test(character)) return 'E';
  if (isVirama(character)) return 'V';
  if (/(?=\p{L})\p{Script=Han}/u.test(character)) return 'H';
  const joins = !withoutJoiners.test(character);
  if (/\p{M}/u.test(character)) return joins ? 'N' : 'M';
  if (/[\p{L}\p{N}]/u.test(character)) return joins ? 'W' : 'L';
  return 'O';
}

/** Of the combining class 9: normalising puts it after a mark of class 8, and leaves one of class 9 where it is. */
function isVirama(mark: string): boolean {
  if (!/\p{M}/u.test(mark)) return false;
  const movesBehind = (other: string) => mark !== other && `a${mark}${other}`.normalize('NFD') === `a${other}${mark}`;
  return movesBehind('\u3099') && !movesBehind('\u094d');
}
