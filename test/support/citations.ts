/** What a text may cite: a rule of the college (BR-n) or an invariant (I-nn). */
export type Citation = `${'BR' | 'I'}-${number}`;

const one = String.raw`\b(?:BR|I)-\d+\b`;
const joint = String.raw`\s*(?:,\s*and\b|,|;|\band\b|\bor\b|\bto\b|–|…)\s*`;
const list = new RegExp(`${one}(?:${joint}(?:(?:BR|I)-)?\\d+\\b)*`, 'g');

/**
 * Everything that a text cites. Besides a single one it reads lists and spans, in which the letters may stand only
 * once: "BR-n, n and n", "BR-n to n", "BR-n–n", "BR-n, I-nn". A comment may break the line in between.
 */
export function citationsIn(text: string): Set<Citation> {
  const joined = text.replaceAll(/\n\s*(?:\*(?!\/)|\/\/|--)?\s*/g, ' ');
  return new Set([...joined.matchAll(list)].flatMap(([found]) => [...inList(found)]));
}

function* inList(text: string): Generator<Citation> {
  let [letters, before] = ['', 0];
  for (const [, between = '', own = '', digits = ''] of text.matchAll(/(.*?)(?:(BR|I)-)?(\d+)/g)) {
    const [spans, number] = [/\bto\b|–|…/.test(between), Number(digits)];
    letters = own || letters;
    for (let at = spans ? before + 1 : number; at <= number; at += 1) yield citation(letters, at);
    before = number;
  }
}

const citation = (letters: string, number: number): Citation =>
  letters === 'I' ? (`I-${String(number).padStart(2, '0')}` as Citation) : (`BR-${number}` as Citation);

/** How a rule stands in the rulebook: kept by the code, kept by something that does not exist, or not built yet. */
export type Standing = 'kept' | 'absent by design' | 'later';

export interface Rule {
  id: Citation;
  standing: Standing;
  file: string;
}

/**
 * The rules that a page defines, each in a list item of its own: `- **BR-n** text`, with a mark behind the number where
 * one is due.
 */
export const rulesIn = (file: string, page: string): Rule[] =>
  [...page.matchAll(/^- \*\*((?:BR|I)-\d+)\*\*(?: \*(\(later\)|absent by design)\*)? /gm)].map(
    ([, id = '', mark = '']) => ({
      id: id as Citation,
      standing: mark === '(later)' ? 'later' : mark === 'absent by design' ? 'absent by design' : 'kept',
      file,
    }),
  );
