import bidiFactory, { type Bidi } from 'bidi-js';

// Its types describe an ES module; Node loads it as CommonJS, where the factory itself is the default import.
const bidi = (bidiFactory as unknown as () => Bidi)();

const letter = /\p{Letter}/u;
const arabic = /\p{Script=Arabic}/u;

/**
 * Pieces of one line in the order in which they stand on paper, from left to right. Each is written in one direction,
 * and the letters of all of it join, or of none.
 */
export function visualRuns(text: string): string[] {
  const { levels } = bidi.getEmbeddingLevels(text);
  const mirrored = bidi.getMirroredCharactersMap(text, levels);
  const runs: { text: string; level: number; joins?: boolean }[] = [];
  for (let at = 0; at < text.length; at++) {
    const level = levels[at] ?? 0;
    const character = mirrored.get(at) ?? text.charAt(at);
    const joins = letter.test(character) ? arabic.test(character) : undefined;
    const last = runs.at(-1);
    if (last?.level === level && (joins ?? last.joins) === (last.joins ?? joins)) {
      last.text += character;
      last.joins ??= joins;
    } else {
      runs.push({ text: character, level, ...(joins !== undefined && { joins }) });
    }
  }
  // Rule L2 of the Unicode bidirectional algorithm, over runs: within one, the font itself writes from right to left.
  for (let level = Math.max(...levels, 0); level >= 1; level--) {
    for (let from = 0; from < runs.length; from++) {
      if ((runs[from]?.level ?? 0) < level) continue;
      let to = from;
      while ((runs[to + 1]?.level ?? 0) >= level) to++;
      runs.splice(from, to - from + 1, ...runs.slice(from, to + 1).reverse());
      from = to;
    }
  }
  return runs.map((run) => run.text);
}
