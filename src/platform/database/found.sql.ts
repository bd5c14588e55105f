/**
 * Whether a name or title, a column, is one that somebody looks for: each word of what they typed begins a word of it, in
 * any order, whatever the accents, capitals and punctuation (BR-234). Nothing that is typed is a wild card or an
 * operator. `placeholder` stands for what was typed; where nothing was, everything is found.
 */
export const isFoundSql = (column: string, placeholder: string, typed: string | undefined): string =>
  typed === undefined ? `${placeholder}::text is null` : `searchable(${column}) @@ looked_for(${placeholder})`;

/** Whether it is one that somebody mistypes: nearly all groups of three letters of what they typed stand together in it. */
export const isNearlyFoundSql = (column: string, placeholder: string): string =>
  `word_similarity(folded_words(${placeholder}), folded_words(${column})) >= 0.6`;
