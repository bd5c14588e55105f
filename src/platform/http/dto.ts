import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  isRFC3339,
} from 'class-validator';
import { hidesNothing, showsSomething } from '../text/seen-text.rules.js';
import { hasFourDigitYear } from '../calendar.js';
import { timeZoneNamed } from '../time-zone.rules.js';

/** PATCH: the field may be absent (leave as it is), but not null. */
export function Omittable() {
  return applyDecorators(
    ValidateIf((_, value: unknown) => value !== undefined),
    ValidateBy({ name: 'notNull', validator: { validate: (value) => value !== null } }),
    ApiProperty({ required: false }),
  );
}

/** PATCH: the field may be absent (leave as it is) or null (clear it). */
export function Clearable() {
  return applyDecorators(
    ValidateIf((_, value: unknown) => value !== undefined && value !== null),
    ApiProperty({ required: false, nullable: true }),
  );
}

const controls = /[\p{Cc}]/u;
/** Ends of lines and paragraphs as word processors paste them; calendars of telephones stumble over them. */
const otherLines = /[\u2028\u2029]/gu;
const controlsBesidesLines = /[^\P{Cc}\n\t]/u;

interface TextRules {
  /** How many characters at least; 0 lets an empty text pass. */
  min?: number;
  /** Whether line breaks and tabs are part of it. */
  lines?: boolean;
  /** Whether it is a list of such texts. */
  each?: boolean;
  /** Somebody's own private writing: only control characters are refused. */
  asWritten?: boolean;
}

/**
 * Text as a person writes it: trimmed, NFC, no control characters, `min` to `max` characters, of which something can be
 * seen and nothing hides or turns around what is read (BR-207).
 */
export function PlainText(max: number, { min = 1, lines = false, each = false, asWritten = false }: TextRules = {}) {
  const separator = lines ? '\n' : ' ';
  const controlled = lines ? controlsBesidesLines : controls;
  const rule = (name: string, passes: (text: string) => boolean, constraints: unknown[] = []) =>
    ValidateBy(
      { name, constraints, validator: { validate: (value) => typeof value === 'string' && passes(value) } },
      { each },
    );
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      Array.isArray(value) ? value.map((text) => tidied(text, separator)) : tidied(value, separator),
    ),
    IsString({ each }),
    rule('plainText', (text) => !controlled.test(text) && (asWritten || hidesNothing(text))),
    rule(min === 1 ? 'isNotEmpty' : 'textTooShort', (text) => characters(text) >= min, [min]),
    rule('textShows', (text) => asWritten || text === '' || showsSomething(text)),
    rule('textTooLong', (text) => characters(text) <= max, [max]),
    each
      ? ApiProperty({ type: 'array', items: { type: 'string', minLength: min, maxLength: max } })
      : ApiProperty({ type: String, minLength: min, maxLength: max }),
  );
}

const lowered = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

/** The id of something, in lower case. */
export function IsIdField() {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => lowered(value)),
    IsUUID('all'),
    ApiProperty({ type: String, format: 'uuid' }),
  );
}

/** At most `max` ids, in lower case, each once. */
export function IsIdList(max = 200) {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(lowered) : value)),
    IsArray(),
    ArrayMaxSize(max),
    ArrayUnique(),
    IsUUID('all', { each: true }),
    ApiProperty({ type: 'array', items: { type: 'string', format: 'uuid' }, maxItems: max, uniqueItems: true }),
  );
}

/** A day of the calendar that exists, YYYY-MM-DD. */
export function LocalDate() {
  return applyDecorators(
    ValidateBy({ name: 'localDate', validator: { validate: isLocalDate } }),
    ApiProperty({ type: String, format: 'date' }),
  );
}

/** A time of day, HH:MM. */
export function LocalTime() {
  return applyDecorators(
    ValidateBy({
      name: 'localTime',
      validator: { validate: (value) => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value) },
    }),
    ApiProperty({ type: String, pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
  );
}

/** What a wall shows at a place: date and time without an offset, YYYY-MM-DDTHH:MM. */
export function LocalDateTime() {
  return applyDecorators(
    ValidateBy({ name: 'localDateTime', validator: { validate: isLocalDateTime } }),
    ApiProperty({
      type: String,
      pattern: '^\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):[0-5]\\d$',
    }),
  );
}

/** The time zone of a place: an area and a place of it as IANA names them, in whatever case, or UTC (BR-178). */
export function TimeZoneName() {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => timeZoneNamed(value) ?? value),
    ValidateBy({ name: 'timeZoneName', validator: { validate: (value) => timeZoneNamed(value) !== undefined } }),
    ApiProperty({ type: String, example: 'America/Edmonton' }),
  );
}

/** An instant that exists, RFC 3339 with its offset, up to the year 9999 in UTC. A leap second is the second before it. */
export function Instant({ anyYear = false }: { anyYear?: boolean } = {}) {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? value.replace(leapSecond, '$1:59') : value,
    ),
    ValidateBy({
      name: 'isRFC3339',
      validator: {
        validate: (value) =>
          isRFC3339(value) &&
          isLocalDate(String(value).slice(0, 10)) &&
          !Number.isNaN(Date.parse(String(value))) &&
          (anyYear || hasFourDigitYear(new Date(String(value)))),
      },
    }),
    ApiProperty({ type: String, format: 'date-time' }),
  );
}

const leapSecond = /^(\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}):60/;

/** A number with a fraction; every other is described as a whole one. */
export const Fraction = () => ApiProperty({ type: 'number', format: 'double' });

/** Numbers with a fraction. */
export const Fractions = () => ApiProperty({ type: 'array', items: { type: 'number', format: 'double' } });

/** A whole number in a query: digits only, at most four of them, so 0x10 and 1e9 are refused. */
export function QueryNumber(min: number, max: number) {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value,
    ),
    IsInt(),
    Min(min),
    Max(max),
    ApiProperty({ type: 'integer', minimum: min, maximum: max }),
  );
}

/** `true` or `false` in a query. */
export function QueryFlag() {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    ValidateBy({ name: 'isBoolean', validator: { validate: (value) => typeof value === 'boolean' } }),
    ApiProperty({ type: Boolean }),
  );
}

/** Values separated by commas in a query, each one of `choices`. */
export function QueryList(choices: readonly string[], max = 200) {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value)),
    IsArray(),
    ArrayMaxSize(max),
    IsIn([...choices], { each: true }),
    ApiProperty({ type: [String], maxItems: max, enum: [...choices], isArray: true }),
  );
}

function isLocalDateTime(value: unknown): boolean {
  return typeof value === 'string' && /^.{10}T([01]\d|2[0-3]):[0-5]\d$/.test(value) && isLocalDate(value.slice(0, 10));
}

export function isLocalDate(value: unknown): boolean {
  const parts = typeof value === 'string' ? /^([1-9]\d{3})-(\d{2})-(\d{2})$/.exec(value) : null;
  if (!parts) return false;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function tidied(value: unknown, separator: string): unknown {
  if (typeof value !== 'string') return value;
  return value.normalize('NFC').replaceAll('\r\n', '\n').replace(otherLines, separator).trim();
}

/** Characters as Postgres counts them. */
function characters(text: string): number {
  return [...text].length;
}
