import { getMetadataStorage, type ValidationError } from 'class-validator';
import { textNamed, type Values } from '../../catalogues/catalogues.js';
import { fieldError, type FieldError } from '../errors/refusal.js';
import { placesOfNoObject } from './nested-fields.js';
import { fieldWords, orderOfTelling, wordsForConstraint } from './field-words.js';

const mostErrors = 20;

/** One error per field, in plain words: a JSON pointer into the body, or the name of a parameter. */
export function fieldErrorsOf(faults: ValidationError[], isBody: boolean): FieldError[] {
  const errors: FieldError[] = [];
  collect(faults, '', isBody, errors);
  return errors;
}

function collect(faults: ValidationError[], parent: string, isBody: boolean, errors: FieldError[]): void {
  for (const fault of faults) {
    if (errors.length >= mostErrors) return;
    const pointer = isBody || parent !== '' ? `${parent}/${escaped(fault.property)}` : fault.property;
    const constraint = firstToTell(Object.keys(fault.constraints ?? {}));
    const noObjects = constraint === 'eachObject' ? placesOfNoObject(fault.value) : [];
    const { code, key } = fieldWords.isObject;
    if (noObjects.length > 0) {
      const places = noObjects.slice(0, mostErrors - errors.length);
      errors.push(...places.map((place) => fieldError(code, key, {}, `${pointer}/${place}`)));
    } else if (constraint !== undefined) errors.push(errorFor(fault, constraint, pointer, isBody));
    const children = fault.children?.filter(({ property }) => !noObjects.includes(property)) ?? [];
    collect(children, pointer, isBody, errors);
  }
}

function errorFor(fault: ValidationError, constraint: string, pointer: string, isBody: boolean): FieldError {
  if (constraint === 'whitelistValidation') {
    const { code, key } = isBody ? fieldWords.whitelistValidation : fieldWords.unknownParameter;
    return fieldError(code, key, {}, pointer.slice(0, 200));
  }
  const declared = declarationOf(fault, constraint);
  if (fault.value === undefined && constraint !== 'notNull')
    return fieldError('required', fieldWords.required.key, {}, pointer);
  const words = declared?.message ? undefined : wordsForConstraint(constraint);
  // A field that has words of its own names their key as its message.
  if (!words) return { pointer, code: constraint, message: textNamed(fault.constraints?.[constraint] ?? constraint) };
  const values = { ...valuesOf(words.fills, declared?.constraints), ...words.better?.(fault.value) };
  return fieldError(words.code, words.key, values, pointer);
}

function declarationOf(fault: ValidationError, constraint: string) {
  const dto = fault.target?.constructor;
  if (!dto) return undefined;
  return getMetadataStorage()
    .getTargetValidationMetadatas(dto, '', false, false)
    .find((metadata) => metadata.propertyName === fault.property && metadata.name === constraint);
}

function valuesOf(fills: Readonly<Record<string, number>> = {}, constraints: unknown[] = []): Values {
  return Object.fromEntries(
    Object.entries(fills).map(([name, position]) => {
      const value = constraints[position];
      return [name, typeof value === 'number' ? value : readable(value)];
    }),
  );
}

function readable(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(', ') : String(value);
}

function firstToTell(constraints: string[]): string | undefined {
  const rank = (name: string) => (orderOfTelling.includes(name) ? orderOfTelling.indexOf(name) : orderOfTelling.length);
  return constraints.sort((a, b) => rank(a) - rank(b))[0];
}

/** RFC 6901. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
