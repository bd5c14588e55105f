import { SqlMigration } from './sql-migration.js';

/** Punctuation, controls and marks that stand alone, by which no word differs: Unicode 17.0. # + and emoji stay. */
export const punctuation = String.raw`
\u0001-\u001f\u0021-\u0022\u0025-\u002a\u002c-\u002f\u003a-\u003b\u003f-\u0040\u005b-\u0060\u007b-\u00a1
\u00a7-\u00a9\u00ab\u00ad-\u00af\u00b4\u00b6-\u00b8\u00bb\u00bf\u02b9-\u02bc\u02be-\u02bf\u02c2-\u02c5
\u02d2-\u02df\u02e5-\u02eb\u02ed\u02ef-\u02ff\u0375\u037e\u0384-\u0385\u0387\u055a-\u055f\u0589-\u058a\u05be
\u05c0\u05c3\u05c6\u05f3-\u0605\u0609-\u060a\u060c-\u060d\u061b-\u061f\u066a-\u066d\u06d4\u06dd\u0700-\u070f
\u07f7-\u07f9\u0830-\u083e\u085e\u0888\u0890-\u0891\u08e2\u0964-\u0965\u0970\u09fd\u0a76\u0af0\u0c77\u0c84\u0df4
\u0e4f\u0e5a-\u0e5b\u0f04-\u0f12\u0f14\u0f3a-\u0f3d\u0f85\u0fd0-\u0fd4\u0fd9-\u0fda\u104a-\u104f\u10fb
\u1360-\u1368\u1400\u166e\u1680\u169b-\u169c\u16eb-\u16ed\u1735-\u1736\u17d4-\u17d6\u17d8-\u17da\u1800-\u180f
\u1944-\u1945\u1a1e-\u1a1f\u1aa0-\u1aa6\u1aa8-\u1aad\u1b4e-\u1b4f\u1b5a-\u1b60\u1b7d-\u1b7f\u1bfc-\u1bff
\u1c3b-\u1c3f\u1c7e-\u1c7f\u1cc0-\u1cc7\u1cd3\u1fbd\u1fbf-\u1fc1\u1fcd-\u1fcf\u1fdd-\u1fdf\u1fed-\u1fef
\u1ffd-\u2043\u2045-\u2051\u2053-\u206f\u207d-\u207e\u208d-\u208e\u2308-\u230b\u2329-\u232a\u2768-\u2775
\u27c5-\u27c6\u27e6-\u27ef\u2983-\u2998\u29d8-\u29db\u29fc-\u29fd\u2cf9-\u2cfc\u2cfe-\u2cff\u2d70\u2e00-\u2e2e
\u2e30-\u2e4f\u2e52-\u2e5d\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\u303d\u309b-\u309c\u30a0\u30fb
\ua4fe-\ua4ff\ua60d-\ua60f\ua673\ua67e\ua6f2-\ua716\ua720-\ua721\ua789-\ua78a\ua874-\ua877\ua8ce-\ua8cf
\ua8f8-\ua8fa\ua8fc\ua92e-\ua92f\ua95f\ua9c1-\ua9cd\ua9de-\ua9df\uaa5c-\uaa5f\uaade-\uaadf\uaaf0-\uaaf1\uab5b
\uab6a-\uab6b\uabeb\ufbb2-\ufbc2\ufd3e-\ufd3f\ufe00-\ufe19\ufe30-\ufe61\ufe63\ufe68\ufe6a-\ufe6b\ufeff-\uff03
\uff05-\uff0a\uff0c-\uff0f\uff1a-\uff1b\uff1f-\uff20\uff3b-\uff40\uff5b\uff5d\uff5f-\uff65\uffe3\ufff9-\ufffb
\U00010100-\U00010102\U0001039f\U000103d0\U0001056f\U00010857\U0001091f\U0001093f\U00010a50-\U00010a58\U00010a7f
\U00010af0-\U00010af6\U00010b39-\U00010b3f\U00010b99-\U00010b9c\U00010d6e\U00010ead\U00010ed0
\U00010f55-\U00010f59\U00010f86-\U00010f89\U00011047-\U0001104d\U000110bb-\U000110c1\U000110cd
\U00011140-\U00011143\U00011174-\U00011175\U000111c5-\U000111c8\U000111cd\U000111db\U000111dd-\U000111df
\U00011238-\U0001123d\U000112a9\U000113d4-\U000113d8\U0001144b-\U0001144f\U0001145a-\U0001145d\U000114c6
\U000115c1-\U000115d7\U00011641-\U00011643\U00011660-\U0001166c\U000116b9\U0001173c-\U0001173e\U0001183b
\U00011944-\U00011946\U000119e2\U00011a3f-\U00011a46\U00011a9a-\U00011a9c\U00011a9e-\U00011aa2
\U00011b00-\U00011b09\U00011be1\U00011c41-\U00011c45\U00011c70-\U00011c71\U00011ef7-\U00011ef8
\U00011f43-\U00011f4f\U00011fff\U00012470-\U00012474\U00012ff1-\U00012ff2\U00013430-\U0001343f
\U00016a6e-\U00016a6f\U00016af5\U00016b37-\U00016b3b\U00016b44\U00016d6d-\U00016d6f\U00016e97-\U00016e9a
\U00016fe2\U0001bc9f-\U0001bca3\U0001d173-\U0001d17a\U0001da87-\U0001da8b\U0001e5ff\U0001e95e-\U0001e95f
\U000e0001-\U000e007f\U000e0100-\U000e01ef
`.replaceAll('\n', '');

const latinOrGreek = String.raw`
A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u0373\u0376-\u03e1\u03f0-\u03ff
\u1d00-\u1dbf\u1e00-\u1fff\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f
`.replaceAll('\n', '');
const accents = String.raw`\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff`;

/** What Arabic and Hebrew are mostly written without, and the two dots of the Cyrillic ё. */
const points = String.raw`[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]|(?<=\u0435)\u0308`;

/** Letters of scripts that leave no space between words, or between the parts of a name: a word begins at each. */
const unspaced = String.raw`
\u0e01-\u0e2e\u0e40-\u0e44\u0e81-\u0eae\u0ec0-\u0ec4\u1000-\u102a\u1780-\u17b3\u2e80-\u2fdf\u3005-\u3007\u3041-\u312f\u31a0-\u31ff
\u3400-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff
`.replaceAll('\n', '');

/**
 * Names and titles are found by how their words begin, whatever accents and capitals somebody types. The functions ask
 * nothing but their argument and no dictionary, so that an index may hold what they answer.
 */
export class FoundByWords1795000000231 extends SqlMigration {
  readonly name = 'FoundByWords1795000000231';
  protected readonly sql = `
-- A text without what spellings of one word differ in: accents of Latin and Greek letters, capitals, widths and ligatures.
create function folded(of text) returns text language sql immutable strict parallel safe
begin atomic
  select normalize(
    replace(replace(replace(replace(
      translate(
        lower(upper(regexp_replace(normalize(translate(of, '´', ''''), nfkd), '(?<=[${latinOrGreek}])[${accents}]+', '', 'g'))),
        'øłđðħıς', 'olddhiσ'
      ),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    nfkc
  );
end;

-- The words of it, between single spaces: a hyphen stands where punctuation was.
create function folded_words(of text) returns text language sql immutable strict parallel safe
begin atomic
  select regexp_replace(
    normalize(regexp_replace(normalize(folded(of), nfkd), '${points}', '', 'g'), nfkc), '[${punctuation}]+', '-', 'g'
  );
end;

-- What a name or title is found by: each word, also the parts of one with punctuation in it. No word is longer than 100.
create function searchable(of text) returns tsvector language sql immutable strict parallel safe cost 1000
begin atomic
  select array_to_tsvector(coalesce(array_agg(distinct left(substr(word, place), 100)), '{}'))
  from string_to_table(folded_words(of), ' ') as chunk
  cross join lateral (select replace(chunk, '-', '') as word union select string_to_table(chunk, '-')) as words
  cross join lateral generate_series(1, length(word)) as place
  where place = 1 or substr(word, place, 1) ~ '[${unspaced}]';
end;

-- What somebody typed, to hold against it: every word begins one, with its punctuation or without. Null where it has none.
create function looked_for(typed text) returns tsquery language sql immutable strict parallel safe
begin atomic
  select string_agg(
    format('(''%s'':* | %s)', left(replace(chunk, '-', ''), 100), (
      select string_agg(format('''%s'':*', left(part, 100)), ' & ')
      from string_to_table(chunk, '-') as part
      where part <> ''
    )),
    ' & '
  )::tsquery
  from string_to_table(folded_words(typed), ' ') as chunk
  where replace(chunk, '-', '') <> '';
end;
select grant_api('execute', 'function folded');
select grant_api('execute', 'function folded_words');
select grant_api('execute', 'function searchable');
select grant_api('execute', 'function looked_for');

create index person_by_words on person using gin (searchable(chosen_name));
`;
}
