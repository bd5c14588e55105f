import type { ArgumentMetadata, PipeTransform, Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { Stream } from 'node:stream';
import { platformRefusals } from '../errors/platform.refusals.js';
import { fieldError, refuse, refuseUnmet, unmetCondition, type UnmetGate } from '../errors/refusal.js';
import { judgementsOf } from '../errors/refused-when.decorator.js';
import { fieldWords } from './field-words.js';
import { fieldErrorsOf } from './field-errors.js';
import { withoutOuterSpace } from './typed-fields.js';

const untyped = new Set<unknown>([undefined, Object, Function, String, Number, Boolean, Array]);

/**
 * Checks bodies, queries and parameters that are declared as a class; everything else passes untouched and costs
 * nothing.
 */
export class DtoPipe implements PipeTransform {
  /** Queries that may be left empty: most requests to a list do. */
  private readonly optional = new Set<Type<object>>();

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom' || !isDto(metatype) || value instanceof Stream) return value;
    if (type !== 'query' || !isEmpty(value))
      return this.checked(value === undefined ? {} : value, metatype, type === 'body');
    return this.optional.has(metatype) ? new metatype() : this.checkedEmpty(metatype);
  }

  private async checkedEmpty(query: Type<object>): Promise<object> {
    const input = await this.checked({}, query, false);
    this.optional.add(query);
    return input;
  }

  private async checked(value: unknown, dto: Type<object>, isBody: boolean): Promise<object> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw refuse(platformRefusals.validation_failed, {
        errors: [fieldError('not_an_object', fieldWords.isObject.key, {}, '')],
      });
    }
    const input = plainToInstance(dto, withoutOuterSpace(value, dto) as object, { enableImplicitConversion: false });
    const faults = await validate(input, {
      whitelist: true,
      forbidNonWhitelisted: true,
      validationError: { target: true, value: true },
    });
    const unmet = await unmetRules(input, dto, faults, isBody);
    if (faults.length === 0) {
      refuseUnmet(unmet);
      return input;
    }
    const errors = [...fieldErrorsOf(faults, isBody), ...unmet];
    if (isBody) throw refuse(platformRefusals.validation_failed, { errors });
    throw refuse(
      errors.some(({ code }) => code === 'unknown_parameter')
        ? platformRefusals.unknown_parameter
        : platformRefusals.invalid_parameter,
      {
        errors,
      },
    );
  }
}

/** Which rules about sound fields are not met. */
async function unmetRules(
  input: object,
  dto: Type<object>,
  faults: ValidationError[],
  isBody: boolean,
): Promise<UnmetGate[]> {
  const unsound = new Set(faults.map(({ property }) => property));
  const judged = judgementsOf(dto).filter(({ reads }) => !reads.some((field) => unsound.has(field)));
  const found = await Promise.all(judged.map(async ({ judge }) => judge(input)));
  return found.flatMap((unmet) =>
    unmet ? [unmetCondition(unmet.code, {}, isBody ? `/${unmet.field}` : unmet.field)] : [],
  );
}

function isEmpty(value: unknown): boolean {
  for (const _ in value as object) return false;
  return true;
}

function isDto(metatype: ArgumentMetadata['metatype']): metatype is Type<object> {
  return !untyped.has(metatype);
}
