import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsString, Length, Matches, MaxLength } from 'class-validator';
import type { Key } from '../../catalogues/catalogues.js';

const asTyped = Symbol('fields that are taken as they were typed');

/** The field is taken with the spaces around it, as no other is. */
function AsTyped(): PropertyDecorator {
  return (target, field) => {
    const before = (Reflect.getMetadata(asTyped, target) ?? []) as string[];
    Reflect.defineMetadata(asTyped, [...before, String(field)], target);
  };
}

/** A password that proves who somebody is, as typed; at most 256 characters. */
export function Password() {
  return applyDecorators(AsTyped(), IsString(), MaxLength(256), ApiProperty({ type: String, maxLength: 256 }));
}

/** A password that somebody chooses, as typed; 12 to 256 characters. */
export function NewPassword() {
  return applyDecorators(
    AsTyped(),
    IsString(),
    Length(12, 256),
    ApiProperty({ type: String, minLength: 12, maxLength: 256 }),
  );
}

const betweenDigits = /[\s\p{Pd}]/gu;

/** What is left of digits that were typed in groups, as `402 817`; anything else as it is. */
export const joinedDigits = (value: unknown): unknown => {
  const joined = typeof value === 'string' ? value.replace(betweenDigits, '') : '';
  return /^\d+$/.test(joined) ? joined : value;
};

/** So many digits, typed in groups or not. */
export function Digits(count: number, message?: Key) {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => joinedDigits(value)),
    Matches(new RegExp(`^\\d{${count}}$`), message === undefined ? {} : { message }),
    ApiProperty({ type: String, pattern: `^\\d{${count}}$` }),
  );
}

/** A telephone number as people write it: digits in groups, with a country code or not; 5 to 40 characters. */
export function TelephoneNumber() {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? value.replace(/\s/gu, ' ').replace(/\p{Pd}/gu, '-') : value,
    ),
    Matches(/^\+?[\d ()./-]{5,40}$/, { message: 'fields.telephone_number' satisfies Key }),
    ApiProperty({ type: String, pattern: '^\\+?[\\d ()./-]{5,40}$' }),
  );
}

/**
 * The same input without the spaces and line ends that pasting and the keyboards of telephones put around a text,
 * wherever it stands. Only passwords keep them.
 */
export function withoutOuterSpace(value: unknown, dto?: new () => object): unknown {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map((item) => withoutOuterSpace(item));
  if (typeof value !== 'object' || value === null) return value;
  const kept = new Set((dto && (Reflect.getMetadata(asTyped, dto.prototype) as string[] | undefined)) ?? []);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, kept.has(name) ? each : withoutOuterSpace(each)]),
  );
}
