import { DECORATORS } from '@nestjs/swagger';
import { type NamedField, type NamedKind, namedFieldsOf } from './named.decorator.js';

/** Where in an answer names stand: at its own fields, and inside these fields of it. */
export interface PlacesOfNames {
  fields: NamedField[];
  inside: Map<string, PlacesOfNames>;
  kinds: Set<NamedKind>;
}

type Class = new (...given: never[]) => object;

const ofHandlers = new WeakMap<object, PlacesOfNames>();

/** Where names stand in the answers of a route, by the classes that the OpenAPI document is made of. */
export function placesOfNames(handler: object): PlacesOfNames {
  const known = ofHandlers.get(handler);
  if (known) return known;
  const answers: { type?: unknown }[] = Object.values(Reflect.getMetadata(DECORATORS.API_RESPONSE, handler) ?? {});
  const models: unknown[] = Reflect.getMetadata(DECORATORS.API_EXTRA_MODELS, handler) ?? [];
  const places = joined([...answers.map(({ type }) => type), ...models].flatMap(classOf).map((each) => placesIn(each)));
  ofHandlers.set(handler, places);
  return places;
}

/** The classes of what a route answers with this status. */
export function answeredClasses(handler: object, status: number): Class[] {
  const answers: Record<string, { type?: unknown }> = Reflect.getMetadata(DECORATORS.API_RESPONSE, handler) ?? {};
  return classOf(answers[status]?.type);
}

function joined(all: readonly PlacesOfNames[]): PlacesOfNames {
  const [first] = all;
  if (first && all.length === 1) return first;
  return {
    fields: all.flatMap(({ fields }) => fields),
    inside: new Map(all.flatMap(({ inside }) => [...inside])),
    kinds: new Set(all.flatMap(({ kinds }) => [...kinds])),
  };
}

/** Classes that stand inside themselves end the search: no answer has names at any depth. */
function placesIn(type: Class, above: readonly Class[] = []): PlacesOfNames {
  const places: PlacesOfNames = { fields: [], inside: new Map(), kinds: new Set() };
  if (above.includes(type)) return places;
  for (const level of lineOf(type)) {
    places.fields.push(...namedFieldsOf(level.prototype));
    for (const [name, inner] of propertiesOf(level)) {
      const found = classOf(inner).map((each) => placesIn(each, [...above, type]));
      const within = joined(found);
      if (within.kinds.size > 0) places.inside.set(name, within);
    }
  }
  for (const { kind } of places.fields) places.kinds.add(kind);
  for (const { kinds } of places.inside.values()) kinds.forEach((kind) => places.kinds.add(kind));
  return places;
}

/** A class and those that it extends. */
function lineOf(type: Class): Class[] {
  const above: unknown = Object.getPrototypeOf(type);
  return isClass(above) ? [type, ...lineOf(above)] : [type];
}

/** The fields of this very class with their types, as the build and `@ApiProperty` noted them. */
function propertiesOf(type: Class): [string, unknown][] {
  const noted: unknown = Object.getOwnPropertyDescriptor(type, '_OPENAPI_METADATA_FACTORY')?.value;
  const built: Record<string, { type?: unknown }> = typeof noted === 'function' ? noted() : {};
  const names: string[] = Reflect.getOwnMetadata(DECORATORS.API_MODEL_PROPERTIES_ARRAY, type.prototype) ?? [];
  const own = names
    .map((each) => each.replace(/^:/, ''))
    .map((name): [string, unknown] => [
      name,
      Reflect.getOwnMetadata(DECORATORS.API_MODEL_PROPERTIES, type.prototype, name)?.type,
    ]);
  return [...Object.entries(built).map(([name, each]): [string, unknown] => [name, each.type]), ...own];
}

const plain: readonly unknown[] = [String, Number, Boolean, Object, Array, Date];

const isClass = (type: unknown): type is Class =>
  typeof type === 'function' && type.prototype !== undefined && type !== Object;

/** The class behind `X`, `[X]`, `() => X` and `() => [X]`; none for texts and numbers. */
function classOf(type: unknown): Class[] {
  if (Array.isArray(type)) return type.flatMap(classOf);
  if (typeof type !== 'function' || plain.includes(type)) return [];
  return isClass(type) ? [type] : classOf(type());
}
