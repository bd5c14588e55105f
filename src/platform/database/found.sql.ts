/**
 * Whether a name or title, a column, is one that somebody looks for: each word of what they typed begins a word of it, in
 * any order, whatever the accents, capitals and punctuation (BR-234). Nothing that is typed is a wild card or an
 * operator. `placeholder` stands for what was typed; where nothing was, everything is found.
 */
export const isFoundSql = (column: string, placeholder: string, typed: string | undefined): string =>
  typed === undefined ? `${placeholder}::text is null` : `searchable(${column}) @@ looked_for(${placeholder})`;
