const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const endsSomething = /^[\p{Pe}\p{Pf}\p{Po}\p{Mark}]/u;

/**
 * A text in lines that fit: broken at spaces; where there are none, between words as a dictionary knows them (Chinese,
 * Thai); and in a word only if it is wider than a line.
 */
export function wrapped(text: string, fits: (part: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else if (fits(word)) lines.push(word);
    else lines.push(...filled(unspaced(word), fits));
  }
  return lines;
}

/** The words of a text without spaces; what ends something stays with it. */
function unspaced(text: string): string[] {
  const found: string[] = [];
  for (const { segment } of words.segment(text))
    if (found.length > 0 && endsSomething.test(segment)) found[found.length - 1] += segment;
    else found.push(segment);
  return found;
}

function filled(units: readonly string[], fits: (part: string) => boolean): string[] {
  const lines: string[] = [];
  for (const unit of units) {
    const longer = `${lines.at(-1) ?? ''}${unit}`;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else if (fits(unit)) lines.push(unit);
    else {
      const letters = [...graphemes.segment(unit)].map(({ segment }) => segment);
      lines.push(...(letters.length > 1 ? filled(letters, fits) : letters));
    }
  }
  return lines;
}
