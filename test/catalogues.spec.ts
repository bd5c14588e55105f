import '../src/app/app.module.js';
import { getMetadataStorage } from 'class-validator';
import { Catalogue, type Language, languages, spoken, textNamed } from '../src/catalogues/catalogues.js';
import { certificateKinds, verifications } from '../src/certificates/certificate.rules.js';
import { approvers } from '../src/ceu/approvals/ce-approval.rules.js';
import { claimModes } from '../src/ceu/claims/ce-claim.rules.js';
import { creditKinds } from '../src/ceu/ledger/ce-credit.rules.js';
import { deliveryModes } from '../src/courses/versions/course-version.rules.js';
import { prompts, sensitivities } from '../src/journals/prompts/prompts.js';
import { messageKinds } from '../src/notifications/message.rules.js';
import { defaultItems } from '../src/outcomes/evaluations/evaluation.rules.js';
import { chimeProcesses, goalStates, reviewModes } from '../src/outcomes/plans/learning-plan.rules.js';
import { consentPurposes } from '../src/people/consents/consent.rules.js';
import { Config } from '../src/platform/config.js';
import { declaredConstraints } from '../src/platform/errors/database-faults.js';
import { declaredRefusals } from '../src/platform/errors/refusal.js';
import { fieldWords } from '../src/platform/http/field-words.js';
import { personalTables } from '../src/privacy/personal-tables.js';
import { hiddenReasons } from '../src/reports/publishing/hidden-reasons.rules.js';
import { figures } from '../src/reports/figures.js';
import { differences, placesOf, textsOf } from './support/compared-languages.js';
import { type Filling, sources } from './support/words-in-code.js';

const texts = textsOf(spoken);
const keys = Object.keys(texts);
const places = new Map(Object.entries(texts).map(([key, text]) => [key, placesOf(text).join(', ')]));
const codes = [...declaredRefusals().keys()];
const fillings = sources.flatMap((source) => source.fillings);

const everyMode = [...new Set([...deliveryModes, ...claimModes])];
const each = (values: readonly string[], ...names: string[]): string[] =>
  values.flatMap((value) => names.map((name) => name.replace('*', value)));

/** Keys that are put together from what is declared elsewhere: what is declared has its words, and no other has. */
const families: Record<string, string[]> = {
  'problems.*.(title|detail)': each(codes, 'problems.*.title', 'problems.*.detail'),
  'letters.*.preview': each([...messageKinds, 'quiet', 'ready_to_fetch'], 'letters.*.preview'),
  'labels.mode.*': each(everyMode, 'labels.mode.*'),
  'labels.mode_in_a_sentence.*': each(everyMode, 'labels.mode_in_a_sentence.*'),
  'labels.delivery_mode.*': each(deliveryModes, 'labels.delivery_mode.*'),
  'labels.approver.*': each(approvers, 'labels.approver.*'),
  'labels.chime.*': each(chimeProcesses, 'labels.chime.*'),
  'labels.goal_state.*': each(goalStates, 'labels.goal_state.*'),
  'labels.review_mode.*': each(reviewModes, 'labels.review_mode.*'),
  'labels.evaluation_item.*': defaultItems.map(({ item }) => `labels.evaluation_item.${item}`),
  'prints.total.*': each(creditKinds, 'prints.total.*'),
  'prints.certificate.*.(heading|before|after)': each(
    certificateKinds,
    'prints.certificate.*.heading',
    'prints.certificate.*.before',
    'prints.certificate.*.after',
  ),
  'pages.verification.*.(heading|sentence)': each(
    [...verifications, 'unknown'],
    'pages.verification.*.heading',
    'pages.verification.*.sentence',
  ),
  'consents.*.(text|on_withdrawal)': each(consentPurposes, 'consents.*.text', 'consents.*.on_withdrawal'),
  'figures.*.definition': each(
    figures.map(({ key }) => key),
    'figures.*.definition',
  ),
  'figures.hidden.*.(why|next)': each(hiddenReasons, 'figures.hidden.*.why', 'figures.hidden.*.next'),
  'prompts.*.*': [
    ...prompts.map(({ model, step }) => `prompts.${model}.${step}`),
    ...each(sensitivities, 'prompts.aftercare.*'),
  ],
  'records.*.purpose': personalTables.map(({ table }) => `records.${table}.purpose`),
  'records.*.because': personalTables
    .filter(({ whenErased }) => whenErased.fate !== 'erased')
    .map(({ table }) => `records.${table}.because`),
};
const declared = new Set([
  ...Object.values(families).flat(),
  ...each(messageKinds, 'letters.*.subject', 'letters.*.text'),
  ...Object.values(fieldWords).map(({ key }) => key),
]);

const matcher = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '([^.]+)')}$`);
const isOpen = (key: string): boolean => key.includes('*');

/** Keys that a file finishes with words of its own, such as `waiting.*`. */
const finishedNearby = new Set(
  sources.flatMap(({ literals, fillings: here }) => {
    const patterns = here.filter(({ key }) => isOpen(key) && key !== '*').map(({ key }) => matcher(key));
    return keys.filter((key) =>
      patterns.some((pattern) =>
        pattern
          .exec(key)
          ?.slice(1)
          .every((name) => literals.has(name)),
      ),
    );
  }),
);
const named = new Set(sources.flatMap(({ literals }) => [...literals].filter((literal) => literal in texts)));

describe('what is declared has its words', () => {
  test.each(Object.entries(families))('%s', (pattern, expected) => {
    const found = keys.filter((key) => matcher(pattern).test(key));
    expect(found.sort()).toEqual([...new Set(expected)].sort());
  });

  test('every code, label and letter that is declared', () => {
    expect([...declared].filter((key) => !(key in texts))).toEqual([]);
  });

  test('every key that is put together in the code leads to words', () => {
    const reached = [...declared, ...finishedNearby];
    expect(
      fillings
        .filter(({ key }) => isOpen(key) && key !== '*')
        .filter(({ key }) => !reached.some((one) => matcher(key).test(one)))
        .map(({ place, key }) => `${place} ${key}`),
    ).toEqual([]);
  });

  test('every rule of a field has its sentence, one of its own or that of its kind', () => {
    const rules = getMetadataStorage() as unknown as { validationMetadatas: Map<unknown, Rule[]> };
    const silent = [...rules.validationMetadatas.values()].flat().filter(({ target, name, type, message }) => {
      // Its sentences are for operators.
      if (target === Config) return false;
      if (type === 'conditionalValidation' || type === 'whitelistValidation') return false;
      if (name !== undefined && message !== undefined) return typeof message !== 'string' || !(message in texts);
      return !((name ?? type) in fieldWords);
    });
    expect(
      silent.map(({ target, propertyName, name, type }) => `${target.name}.${propertyName}: ${name ?? type}`),
    ).toEqual([]);
  });
});

interface Rule {
  target: { name: string };
  propertyName: string;
  type: string;
  name?: string;
  message?: unknown;
}

test('no words are kept that nobody can be told', () => {
  expect(keys.filter((key) => !declared.has(key) && !named.has(key) && !finishedNearby.has(key))).toEqual([]);
});

describe('what is filled in', () => {
  const given = ({ names }: Filling): string | undefined => names?.join(', ');

  test('each place of the code gives a text exactly what it names', () => {
    expect(
      fillings
        .filter((filling) => !isOpen(filling.key) && filling.names !== undefined && filling.key in texts)
        .filter((filling) => given(filling) !== places.get(filling.key))
        .map((filling) => `${filling.place} gives ${given(filling) || 'nothing'} to ${filling.key}`),
    ).toEqual([]);
  });

  test('a text that wants to be filled is filled somewhere', () => {
    const wanting = keys.filter((key) => places.get(key) !== '');
    expect(wanting.filter((key) => !fillings.some((filling) => fills(filling, key)) && !isFilledByField(key))).toEqual(
      [],
    );
  });

  /** A text is filled where it is named, or where its code and an object with its places stand in one file. */
  const fills = (filling: Filling, key: string): boolean => {
    const wanted = places.get(key) ?? '';
    if (!isOpen(filling.key)) return filling.key === key && given(filling) === wanted;
    const rest = matcher(filling.key).exec(key)?.slice(1);
    const nearby = sources.find(({ file }) => file === filling.file);
    if (!rest || !nearby) return false;
    if (filling.key !== 'problems.*.detail') return given(filling) === wanted;
    return (
      rest.every((name) => nearby.literals.has(name)) &&
      nearby.objects.some((names) => wanted.split(', ').every((name) => names.includes(name)))
    );
  };
  const isFilledByField = (key: string): boolean =>
    Object.values(fieldWords).some(
      (words) =>
        words.key === key &&
        Object.keys({ ...('fills' in words && words.fills), ...('better' in words && words.better('')) })
          .sort()
          .join(', ') === places.get(key),
    );

  test('titles, and sentences for what the database refuses, want nothing', () => {
    const unfilled = [...declaredConstraints().values()].map(
      ({ code, sentence }) => sentence ?? `problems.${code}.detail`,
    );
    const titles = codes.map((code) => `problems.${code}.title`);
    expect([...unfilled, ...titles].filter((key) => places.get(key) !== '')).toEqual([]);
  });
});

describe('the catalogue', () => {
  const small: Language = {
    tag: 'en-CA',
    dates: 'en-GB',
    topics: {
      one: { 'a.places': '{count, plural, one {one place} other {# places}} for {name}', 'a.plain': "Nobody's <b>" },
      two: { 'b.broken': '{count, plural, one {one}' },
    },
  };
  const catalogue = new Catalogue(small);

  test('fills, counts and chooses', () => {
    expect(catalogue.textOf('a.places', { count: 1, name: 'Robin' })).toBe('one place for Robin');
    expect(catalogue.textOf('a.places', { count: 3, name: 'Robin' })).toBe('3 places for Robin');
    expect(catalogue.textOf('a.plain')).toBe("Nobody's <b>");
    expect(textNamed('fields.too_long', { most: 1 })).toBe('Please use at most 1 character.');
    expect(textNamed('fields.too_long', { most: 2000 })).toBe('Please use at most 2000 characters.');
    expect(textNamed('prints.duration', { parts: 'both', hours: 3, minutes: 1 })).toBe('3 hours 1 minute');
  });

  test('refuses rather than show a key, an empty place or a text that cannot be read', () => {
    expect(() => catalogue.textOf('a.nothing')).toThrow('No text is called a.nothing in en-CA');
    expect(() => catalogue.textOf('a.places', { count: 1 })).toThrow('name');
    expect(() => catalogue.textOf('a.places', { count: 1, name: undefined as unknown as string })).toThrow('{name}');
    expect(() => catalogue.textOf('b.broken', { count: 1 })).toThrow(SyntaxError);
    expect(() => new Catalogue({ ...small, topics: { one: { a: '1' }, two: { a: '2' } } })).toThrow('Two texts');
  });
});

describe('languages', () => {
  test.each(languages.map((language) => [language.tag, language] as const))(
    '%s can be read, and says what the first one says, with the same places',
    (tag, language) => {
      expect(() => Object.values(textsOf(language)).map((text) => placesOf(text, tag))).not.toThrow();
      expect(Object.values(language.topics).flatMap(Object.keys)).toHaveLength(Object.keys(textsOf(language)).length);
      expect(differences(spoken, language)).toEqual([]);
    },
  );

  test('the comparison would find what is missing, what is new and what is filled differently', () => {
    const said = (tag: string, words: Record<string, string>): Language => ({
      tag,
      dates: tag,
      topics: { one: words },
    });
    const first = said('en-CA', { both: '{a} of {b}', plural: '{n, plural, one {one {a}} other {#}}', gone: 'Gone.' });
    const other = said('fr-CA', {
      both: '{a} de {c}',
      plural: '{n, plural, one {un {a}} many {#} other {#}}',
      new: '!',
    });
    expect(differences(first, other)).toEqual([
      'fr-CA lacks gone',
      'fr-CA alone has new',
      'both is filled with a, b; in fr-CA a, c',
    ]);
  });
});

/** Files whose sentences are for operators and for programmers. */
const forTheTrade = [
  /\.invariants\.ts$/,
  /^platform\/(openapi|metrics|logging|events|audit|keys)\//,
  /^(embedded-postgres|backup)\//,
  /^platform\/(config|setting\.decorators)\.ts$/,
  /^app\/start/,
];
const ofThisCollege = /^(demo|commands)\//;

test('no sentence for people stands in the code outside the catalogues', () => {
  const found = sources
    .filter(({ file }) => !ofThisCollege.test(file) && !forTheTrade.some((kind) => kind.test(file)))
    .flatMap(({ sentences }) => sentences.map(({ place, text }) => `${place} ${text}`));
  expect(found).toEqual([]);
});

/** Names that whoever designs a form has to know. */
const namesToKnow = ['problems.evaluation_item_taken.detail'];

test('no sentence holds an address, a method or a name of the API', () => {
  const technical = /\/me\b|\b(GET|PUT|POST|PATCH|DELETE) ?\/|\b[a-z]+_[a-z_]+\b|\b[a-z]+[A-Z][a-z]+/;
  const read = /^(problems|fields|letters|pages|prints|labels|calendar|waiting|answers|consents|prompts)\./;
  // What is written so by those who make it.
  const spokenParts = (text: string): string => text.replaceAll(/\{\w+(?=[,}])|\biPhone\b/g, '');
  expect(
    Object.entries(texts).filter(
      ([key, text]) => read.test(key) && !namesToKnow.includes(key) && technical.test(spokenParts(text)),
    ),
  ).toEqual([]);
});
