import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../../src/catalogues/catalogues.js';

type Part = ReturnType<IntlMessageFormat['getAst']>[number];

/** The names that a text wants to be filled, those inside its plurals and selections too. */
export function placesOf(text: string, tag = 'en-CA'): string[] {
  const format = new IntlMessageFormat(text, tag, undefined, { ignoreTag: true });
  return [...new Set(format.getAst().flatMap(placesIn))].sort();
}

// 0 is plain text, and the number sign of a plural has no value; of everything else the value is a name.
function placesIn(part: Part): string[] {
  const type: number = part.type;
  if (type === 0 || !('value' in part)) return [];
  const inside = 'options' in part ? Object.values(part.options).flatMap(({ value }) => value.flatMap(placesIn)) : [];
  return [part.value, ...inside];
}

/** The texts of a language in one piece. */
export const textsOf = ({ topics }: Language): Record<string, string> => Object.assign({}, ...Object.values(topics));

/** Where another language says more, less or with other places than the first one. */
export function differences(first: Language, other: Language): string[] {
  const [from, to] = [textsOf(first), textsOf(other)];
  return [
    ...Object.keys(from).flatMap((key) => (key in to ? [] : [`${other.tag} lacks ${key}`])),
    ...Object.keys(to).flatMap((key) => (key in from ? [] : [`${other.tag} alone has ${key}`])),
    ...Object.entries(from).flatMap(([key, text]) => {
      const said = to[key];
      if (said === undefined) return [];
      const [wanted, found] = [placesOf(text, first.tag), placesOf(said, other.tag)].map((names) => names.join(', '));
      return wanted === found ? [] : [`${key} is filled with ${wanted || 'nothing'}; in ${other.tag} ${found}`];
    }),
  ];
}
