/**
 * What we say when a field does not pass: constraint of class-validator → stable code and sentence. `{0}`, `{1}` are
 * the constraint's own numbers. The order is the order of telling: a field that is not even text is not told that it is
 * too long as well.
 */
export const fieldWords = {
  whitelistValidation: { code: 'unknown_field', message: 'We do not know this field. Please leave it out.' },
  unknownParameter: { code: 'unknown_parameter', message: 'We do not know this parameter. Please leave it out.' },
  required: { code: 'required', message: 'Please fill this in.' },
  notNull: { code: 'not_clearable', message: 'This cannot be cleared. Please give a value or leave it out.' },
  isDefined: { code: 'required', message: 'Please fill this in.' },
  unknownValue: { code: 'not_an_object', message: 'Please give an object with named fields.' },
  nestedValidation: { code: 'not_an_object', message: 'Please give an object with named fields.' },
  isObject: { code: 'not_an_object', message: 'Please give an object with named fields.' },
  isArray: { code: 'not_a_list', message: 'Please give a list.' },
  isString: { code: 'not_text', message: 'Please give text here, in quotes.' },
  isBoolean: { code: 'not_yes_or_no', message: 'Please give true or false.' },
  isInt: { code: 'not_a_whole_number', message: 'Please give a whole number.' },
  isNumber: { code: 'not_a_number', message: 'Please give a number.' },
  isUuid: { code: 'not_an_id', message: 'Please give an id as you received it.' },
  localDate: { code: 'not_a_date', message: 'Please give a date that exists, such as 2026-03-31.' },
  localTime: { code: 'not_a_time', message: 'Please give a time of day such as 09:30.' },
  localDateTime: {
    code: 'not_a_wall_time',
    message: 'Please give date and time as the place shows them, such as 2026-03-31T10:00.',
  },
  isRFC3339: { code: 'not_an_instant', message: 'Please give date, time and offset, such as 2026-03-31T10:00:00Z.' },
  isIso8601: { code: 'not_an_instant', message: 'Please give date, time and offset, such as 2026-03-31T10:00:00Z.' },
  isEmail: { code: 'not_an_email', message: 'Please give an e-mail address such as name@example.org.' },
  isUrl: { code: 'not_a_link', message: 'Please give a full link that starts with https://.' },
  isTimeZone: { code: 'not_a_time_zone', message: 'Please give a time zone such as Europe/London.' },
  isDecimal: { code: 'not_a_decimal', message: 'Please give a decimal number in quotes, such as "0.4".' },
  isIn: { code: 'not_a_choice', message: 'Please choose one of: {0}.' },
  isEnum: { code: 'not_a_choice', message: 'Please choose one of: {1}.' },
  plainText: { code: 'odd_characters', message: 'Please use ordinary characters only, without control characters.' },
  isNotEmpty: { code: 'required', message: 'Please fill this in.' },
  textTooShort: { code: 'too_short', message: 'Please use at least {0} characters.' },
  textTooLong: { code: 'too_long', message: 'Please use at most {0} characters.' },
  minLength: { code: 'too_short', message: 'Please use at least {0} characters.' },
  maxLength: { code: 'too_long', message: 'Please use at most {0} characters.' },
  isLength: { code: 'wrong_length', message: 'Please use {0} to {1} characters.' },
  min: { code: 'too_small', message: 'Please give {0} or more.' },
  max: { code: 'too_large', message: 'Please give {0} or less.' },
  isPositive: { code: 'too_small', message: 'Please give a number above zero.' },
  arrayNotEmpty: { code: 'too_few', message: 'Please give at least one.' },
  arrayMinSize: { code: 'too_few', message: 'Please give at least {0}.' },
  arrayMaxSize: { code: 'too_many', message: 'Please give at most {0}.' },
  arrayUnique: { code: 'repeated', message: 'Please give each one only once.' },
  matches: { code: 'wrong_form', message: 'This does not have the form that we expect. Please check it.' },
} as const satisfies Record<string, { code: string; message: string }>;

export const orderOfTelling: readonly string[] = Object.keys(fieldWords);

export function wordsForConstraint(constraint: string): { code: string; message: string } | undefined {
  return Object.hasOwn(fieldWords, constraint) ? fieldWords[constraint as keyof typeof fieldWords] : undefined;
}
