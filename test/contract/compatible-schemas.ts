import { isDeepStrictEqual } from 'node:util';

/** What is compared of a schema. */
export interface Compared {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  format?: string;
  pattern?: string;
  uniqueItems?: boolean;
  items?: Compared;
  required?: string[];
  properties?: Record<string, Compared>;
  additionalProperties?: boolean | Compared;
  allOf?: Compared[];
  anyOf?: Compared[];
  oneOf?: Compared[];
}
export type Schemas = Readonly<Record<string, Compared>>;

/** A promise that is not kept any more: where, in words, and what it is about. */
export interface Broken {
  place: readonly string[];
  rule: string;
  about: string;
}

/** `sent` is what clients send: whatever was taken still is. `answered` is what they get: it still is what they know. */
export type Way = 'sent' | 'answered';

/** One of the kinds of value that a schema allows. */
interface Kind {
  name?: string;
  schema: Compared & { type?: string };
}

const upper = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const isRecord = (value: unknown): value is Compared => typeof value === 'object' && value !== null;

/** Compares the schemas of two documents. What is wrong in a schema that has a name is said of that name. */
export class SchemaComparison {
  private readonly known = new Map<string, Broken[]>();

  constructor(
    private readonly before: Schemas,
    private readonly after: Schemas,
  ) {}

  compare(before: Compared, after: Compared, way: Way, place: readonly string[]): Broken[] {
    const [olds, news] = [kindsOf(before, this.before), kindsOf(after, this.after)];
    const [given, taken] = way === 'sent' ? [olds, news] : [news, olds];
    return given.flatMap((kind) => {
      const fitting = taken.filter((other) => isOfType(kind, other));
      if (fitting.length === 0) return [broken(place, noSuchType(kind, way))];
      const tried = fitting.map((other) => {
        const [old, now] = way === 'sent' ? [kind, other] : [other, kind];
        return { isNamesake: old.name === now.name, faults: this.compareKinds(old, now, way, place) };
      });
      const best = tried.find(({ faults }) => faults.length === 0) ?? tried.find(({ isNamesake }) => isNamesake);
      return best?.faults ?? tried[0]?.faults ?? [];
    });
  }

  /** Once for each pair of names; what leads back to itself has been looked at. */
  private compareKinds(old: Kind, now: Kind, way: Way, place: readonly string[]): Broken[] {
    if (old.name === undefined) return [...this.differences(old.schema, now.schema, way, place)];
    const key = `${way} ${old.name} ${now.name} ${old.schema.type}`;
    const known = this.known.get(key);
    if (known) return known;
    this.known.set(key, []);
    const found = [...this.differences(old.schema, now.schema, way, [way, old.name])];
    this.known.set(key, found);
    return found;
  }

  private *differences(old: Compared, now: Compared, way: Way, place: readonly string[]): Generator<Broken> {
    yield* way === 'sent' ? narrowed(old, now, place) : widened(old, now, place);
    for (const [name, property] of Object.entries(old.properties ?? {})) {
      const inner = [...place, name];
      const kept = now.properties?.[name];
      if (!kept) yield broken(inner, 'is gone');
      else yield* this.compare(property, kept, way, inner);
      if (kept && way === 'answered' && old.required?.includes(name) && !now.required?.includes(name))
        yield broken(inner, 'is no longer always there');
    }
    for (const name of way === 'sent' ? (now.required ?? []) : [])
      if (!old.required?.includes(name)) yield broken([...place, name], 'is newly required');
    if (old.items && now.items) yield* this.compare(old.items, now.items, way, place);
    const [openBefore, openAfter] = [old.additionalProperties, now.additionalProperties];
    if (openBefore && !openAfter) yield broken(place, 'no longer has fields of any name');
    if (isRecord(openBefore) && isRecord(openAfter)) yield* this.compare(openBefore, openAfter, way, place);
  }
}

/** Less is taken than before. */
function* narrowed(old: Compared, now: Compared, place: readonly string[]): Generator<Broken> {
  for (const word of now.enum ? (old.enum ?? []) : [])
    if (!now.enum?.some((each) => isDeepStrictEqual(each, word)))
      yield { place, rule: `no longer takes \`${String(word)}\``, about: String(word) };
  if (now.enum && !old.enum) yield broken(place, 'takes only some words now');
  for (const name of upper)
    if (bound(now, name, Infinity) < bound(old, name, Infinity)) yield broken(place, `has a smaller \`${name}\``);
  for (const name of lower)
    if (bound(now, name, -Infinity) > bound(old, name, -Infinity)) yield broken(place, `has a larger \`${name}\``);
  if (now.uniqueItems && !old.uniqueItems) yield broken(place, 'no longer takes the same thing twice');
  for (const name of ['pattern', 'format'] as const)
    if (now[name] !== undefined && now[name] !== old[name]) yield broken(place, `has another \`${name}\``);
}

/** Something else is answered than before. New words of a set, longer texts and larger numbers are not. */
function* widened(old: Compared, now: Compared, place: readonly string[]): Generator<Broken> {
  if (old.enum && !now.enum) yield broken(place, 'is no longer one of some words');
  for (const name of ['pattern', 'format'] as const)
    if (old[name] !== undefined && now[name] !== old[name]) yield broken(place, `has another \`${name}\``);
}

const bound = (schema: object, name: string, none: number): number => {
  const value: unknown = Reflect.get(schema, name);
  return typeof value === 'number' ? value : none;
};

const broken = (place: readonly string[], rule: string): Broken => ({ place, rule, about: place.at(-1) ?? '' });

const isOfType = ({ schema: { type } }: Kind, { schema: other }: Kind): boolean =>
  other.type === undefined || type === other.type || (type === 'integer' && other.type === 'number');

function noSuchType({ name, schema: { type } }: Kind, way: Way): string {
  const what = type === 'null' ? 'null' : `of type ${name ?? type ?? 'any'}`;
  return way === 'sent' ? `may no longer be ${what}` : `may be ${what} now`;
}

/** A schema as the kinds of value that it allows, each with what it refers to put in. */
function kindsOf(schema: Compared, schemas: Schemas, name?: string): Kind[] {
  const { $ref, allOf, anyOf, oneOf, ...own } = schema;
  if ($ref !== undefined) {
    const named = $ref.split('/').at(-1) ?? '';
    return kindsOf(schemas[named] ?? {}, schemas, named);
  }
  const choices = anyOf ?? oneOf;
  if (choices) return choices.flatMap((each) => kindsOf(each, schemas));
  const [first, ...more] = allOf ?? [];
  if (first && more.length === 0) return kindsOf(first, schemas);
  const whole = [own, ...(allOf ?? []).map((each) => kindsOf(each, schemas)[0]?.schema ?? {})].reduce<Compared>(
    (all, each) => ({
      ...all,
      ...each,
      required: [...(all.required ?? []), ...(each.required ?? [])],
      properties: { ...all.properties, ...each.properties },
    }),
    {},
  );
  const types = whole.type === undefined ? [undefined] : [whole.type].flat();
  return types.map((type) => ({ name, schema: { ...whole, type, enum: type === 'null' ? undefined : whole.enum } }));
}
