import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsObject,
  isObject,
  ValidateBy,
  ValidateNested,
} from 'class-validator';

/** An object whose own fields are checked as well. `ValidateNested` alone lets an absent one pass. */
export function Nested(type: () => new () => object) {
  return applyDecorators(IsObject(), ValidateNested(), Type(type));
}

interface ListRules {
  /** How many at least. */
  min?: number;
  /** The field in which no two may be alike. */
  uniqueBy?: string;
}

/**
 * A list of at most `max` objects whose own fields are checked as well. `ValidateNested` alone lets what is no object
 * pass where null or another list stands in its place.
 */
export function NestedList(type: () => new () => object, max: number, { min = 0, uniqueBy }: ListRules = {}) {
  const ofField = (item: unknown): unknown =>
    isObject<Record<string, unknown>>(item) ? item[uniqueBy as string] : item;
  return applyDecorators(
    IsArray(),
    ValidateBy({ name: 'eachObject', validator: { validate: (value) => placesOfNoObject(value).length === 0 } }),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    ...(uniqueBy === undefined ? [] : [ArrayUnique(ofField)]),
    ValidateNested({ each: true }),
    Type(type),
    ApiProperty({
      type: () => type(),
      isArray: true,
      ...(uniqueBy !== undefined && { uniqueItems: true }),
      ...(min > 0 && { minItems: min }),
      maxItems: max,
    }),
  );
}

/** Where in a list something stands that is no object. Whatever is no list has none. */
export function placesOfNoObject(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, place) => (isObject(item) ? [] : [String(place)]));
}
