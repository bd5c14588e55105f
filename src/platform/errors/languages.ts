import { refusalText } from './refusal.js';

/** One language's words by code. What is missing is said in English. */
export type Messages = Readonly<Record<string, { title?: string; detail: string }>>;

/**
 * Languages besides English, by lower-case primary tag. A second language is one file of messages and one line here.
 */
const languages: Readonly<Record<string, Messages>> = {};

export interface Words {
  language: string;
  title: string;
  detail: string;
}

/** The words of a code in the best language that Accept-Language asks for and that has them. */
export function wordsFor(code: string, acceptLanguage: string | undefined, known = languages): Words {
  const english = refusalText(code);
  for (const language of preferred(acceptLanguage)) {
    if (language === 'en' || language === '*') break;
    const words = Object.hasOwn(known, language) ? known[language]?.[code] : undefined;
    if (words) return { language, title: words.title ?? english.title, detail: words.detail };
  }
  return { language: 'en', title: english.title, detail: english.detail };
}

/** The template of a field's message in the given language, or undefined to keep the English one. */
export function fieldTemplate(code: string, language: string, known = languages): string | undefined {
  return Object.hasOwn(known, language) ? known[language]?.[code]?.detail : undefined;
}

/** Primary language tags in the order of preference. */
export function preferred(acceptLanguage: string | undefined): string[] {
  if (acceptLanguage === undefined) return [];
  return acceptLanguage
    .slice(0, 200)
    .split(',')
    .map((part, position) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((text) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(text)?.[1]).find(Boolean);
      return { language: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality), position };
    })
    .filter(({ language, quality }) => language !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.position - b.position)
    .map(({ language }) => language);
}
