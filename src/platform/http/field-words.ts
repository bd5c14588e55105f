import type { Key, Values } from '../../catalogues/catalogues.js';
import { timeZoneMeant } from '../time-zone.rules.js';

interface FieldWords {
  /** The stable code that is sent. */
  code: string;
  /** Its sentence. */
  key: Key;
  /** Which number or list of the constraint fills which place of the sentence. */
  fills?: Readonly<Record<string, number>>;
  /** What the refused value says about a better one. */
  better?: (value: unknown) => Values;
}

/**
 * What we say when a field does not pass: constraint of class-validator → stable code and sentence. The order is the
 * order of telling: a field that is not even text is not told that it is too long as well.
 */
export const fieldWords = {
  whitelistValidation: { code: 'unknown_field', key: 'fields.unknown_field' },
  unknownParameter: { code: 'unknown_parameter', key: 'fields.unknown_parameter' },
  required: { code: 'required', key: 'fields.required' },
  notNull: { code: 'not_clearable', key: 'fields.not_clearable' },
  isDefined: { code: 'required', key: 'fields.required' },
  unknownValue: { code: 'not_an_object', key: 'fields.not_an_object' },
  nestedValidation: { code: 'not_an_object', key: 'fields.not_an_object' },
  isObject: { code: 'not_an_object', key: 'fields.not_an_object' },
  eachObject: { code: 'not_an_object', key: 'fields.not_an_object' },
  isArray: { code: 'not_a_list', key: 'fields.not_a_list' },
  isString: { code: 'not_text', key: 'fields.not_text' },
  isBoolean: { code: 'not_yes_or_no', key: 'fields.not_yes_or_no' },
  isInt: { code: 'not_a_whole_number', key: 'fields.not_a_whole_number' },
  isNumber: { code: 'not_a_number', key: 'fields.not_a_number' },
  isUuid: { code: 'not_an_id', key: 'fields.not_an_id' },
  localDate: { code: 'not_a_date', key: 'fields.not_a_date' },
  localTime: { code: 'not_a_time', key: 'fields.not_a_time' },
  localDateTime: { code: 'not_a_wall_time', key: 'fields.not_a_wall_time' },
  isRFC3339: { code: 'not_an_instant', key: 'fields.not_an_instant' },
  isIso8601: { code: 'not_an_instant', key: 'fields.not_an_instant' },
  isEmail: { code: 'not_an_email', key: 'fields.not_an_email' },
  isUrl: { code: 'not_a_link', key: 'fields.not_a_link' },
  timeZoneName: {
    code: 'not_a_time_zone',
    key: 'fields.not_a_time_zone',
    better: (value) => ({ place: timeZoneMeant(value) ?? 'none' }),
  },
  isDecimal: { code: 'not_a_decimal', key: 'fields.not_a_decimal' },
  isIn: { code: 'not_a_choice', key: 'fields.not_a_choice', fills: { choices: 0 } },
  isEnum: { code: 'not_a_choice', key: 'fields.not_a_choice', fills: { choices: 1 } },
  plainText: { code: 'odd_characters', key: 'fields.odd_characters' },
  isNotEmpty: { code: 'required', key: 'fields.required' },
  textShows: { code: 'nothing_visible', key: 'fields.nothing_visible' },
  textTooShort: { code: 'too_short', key: 'fields.too_short', fills: { least: 0 } },
  textTooLong: { code: 'too_long', key: 'fields.too_long', fills: { most: 0 } },
  minLength: { code: 'too_short', key: 'fields.too_short', fills: { least: 0 } },
  maxLength: { code: 'too_long', key: 'fields.too_long', fills: { most: 0 } },
  isLength: { code: 'wrong_length', key: 'fields.wrong_length', fills: { least: 0, most: 1 } },
  min: { code: 'too_small', key: 'fields.too_small', fills: { least: 0 } },
  max: { code: 'too_large', key: 'fields.too_large', fills: { most: 0 } },
  isPositive: { code: 'too_small', key: 'fields.not_above_zero' },
  arrayNotEmpty: { code: 'too_few', key: 'fields.none' },
  arrayMinSize: { code: 'too_few', key: 'fields.too_few', fills: { least: 0 } },
  arrayMaxSize: { code: 'too_many', key: 'fields.too_many', fills: { most: 0 } },
  arrayUnique: { code: 'repeated', key: 'fields.repeated' },
  matches: { code: 'wrong_form', key: 'fields.wrong_form' },
} as const satisfies Record<string, FieldWords>;

export const orderOfTelling: readonly string[] = Object.keys(fieldWords);

export function wordsForConstraint(constraint: string): FieldWords | undefined {
  return Object.hasOwn(fieldWords, constraint) ? fieldWords[constraint as keyof typeof fieldWords] : undefined;
}
