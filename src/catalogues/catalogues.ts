import { IntlMessageFormat } from 'intl-messageformat';
import { enCA } from './en-CA/index.js';

type Topics = typeof enCA.topics;

/** The name of a text, e.g. `problems.run_full.title`. */
export type Key = { [Topic in keyof Topics]: keyof Topics[Topic] }[keyof Topics];

/** What the places of a text are filled with, by name. */
export type Values = Readonly<Record<string, string | number>>;

/** Everything that is said in one language. */
export interface Language {
  /** BCP 47. */
  tag: string;
  /** In which manner `Intl` writes days and times. */
  dates: string;
  /** ICU MessageFormat by key, by topic; no key stands in two topics. */
  topics: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Every language that the college speaks: a folder and its line here. A test compares each with the first. */
export const languages: readonly Language[] = [enCA];

/** The language in which everything is said. */
export const spoken: Language = enCA;

/**
 * The texts of a language, ready to be filled. A text is read when it is first asked for. An unknown key, a value that
 * is missing and a text that cannot be read throw: nobody is ever shown a key or an empty place.
 */
export class Catalogue {
  private readonly texts = new Map<string, string>();
  private readonly read = new Map<string, IntlMessageFormat>();

  constructor(private readonly language: Language) {
    for (const topic of Object.values(language.topics))
      for (const [key, text] of Object.entries(topic)) {
        if (this.texts.has(key)) throw new Error(`Two texts are called ${key}`);
        this.texts.set(key, text);
      }
  }

  textOf(key: string, values: Values = {}): string {
    for (const [name, value] of Object.entries(values))
      if (value === undefined || value === null) throw new Error(`${key} got nothing for {${name}}`);
    const text: unknown = this.format(key).format(values);
    if (typeof text !== 'string') throw new Error(`${key} did not become text`);
    return text;
  }

  /** The text with a gap wherever something is filled in. */
  textWithGaps(key: string): string {
    return withGaps(this.format(key).getAst());
  }

  private format(key: string): IntlMessageFormat {
    const known = this.read.get(key);
    if (known) return known;
    const text = this.texts.get(key);
    if (text === undefined) throw new Error(`No text is called ${key} in ${this.language.tag}`);
    const format = new IntlMessageFormat(text, this.language.tag, undefined, { ignoreTag: true });
    this.read.set(key, format);
    return format;
  }
}

type Parts = ReturnType<IntlMessageFormat['getAst']>;

function withGaps(parts: Parts): string {
  return parts
    .map((part) => {
      if ('options' in part) return withGaps(part.options['other']?.value ?? []);
      return part.type === literal && 'value' in part ? part.value : '…';
    })
    .join('');
}

/** What the parser calls a part that is said as it stands. */
const literal: Parts[number]['type'] = 0;

const catalogue = new Catalogue(spoken);

/** What is said in general where `textOf` says it of one case: something is missing wherever it gets filled in. */
export const textWithGaps = (key: Key): string => catalogue.textWithGaps(key);

/** The text of a key, filled with its values. */
export const textOf = (key: Key, values?: Values): string => catalogue.textOf(key, values);

/**
 * The text of a key that is put together from what is declared elsewhere, such as the code of a refusal. A test holds
 * that every one of them is there.
 */
export const textNamed = (key: string, values?: Values): string => catalogue.textOf(key, values);
