import type { Actor } from '../actor.js';
import type { NamedField, NamedKind, NamedRecord } from './named.decorator.js';
import type { PlacesOfNames } from './places-of-names.js';

/** The one who decides which names somebody may be told (BR-190). */
export abstract class Names {
  /** As what it is recorded that somebody read a name. */
  abstract readonly reading: { kind: string; reason: string };

  /** Of which kinds this person could open anything at all. */
  abstract kindsFor(actor: Actor): ReadonlySet<NamedKind>;

  /** Of these records, by kind and id, those that this person could open now by the route of each. One statement. */
  abstract told(
    actor: Actor,
    wanted: ReadonlyMap<NamedKind, ReadonlySet<string>>,
  ): Promise<ReadonlyMap<string, NamedRecord>>;
}

interface Slot {
  holder: Record<string, unknown>;
  field: NamedField;
  id: unknown;
}

/** Puts the names into an answer, in place; answers the ids of the people who are named in it. */
export async function nameIn(names: Names, actor: Actor, places: PlacesOfNames, answer: unknown): Promise<string[]> {
  const slots = slotsIn(places, answer);
  const wanted = new Map<NamedKind, Set<string>>();
  for (const kind of names.kindsFor(actor)) {
    const ids = slots
      .filter(({ field }) => field.kind === kind)
      .flatMap(({ id }) => (typeof id === 'string' ? id : []));
    if (ids.length > 0) wanted.set(kind, new Set(ids));
  }
  const told = wanted.size > 0 ? await names.told(actor, wanted) : new Map<string, NamedRecord>();
  const people = new Set<string>();
  for (const { holder, field, id } of slots) {
    const record = typeof id === 'string' && wanted.has(field.kind) ? (told.get(`${field.kind} ${id}`) ?? null) : null;
    holder[field.name] = record;
    if (record && field.kind === 'person') people.add(record.id);
    if (!record && field.idToo && id !== actor.personId) holder[field.id] = null;
  }
  return [...people];
}

function slotsIn(places: PlacesOfNames, answer: unknown): Slot[] {
  if (Array.isArray(answer)) return answer.flatMap((each) => slotsIn(places, each));
  if (!isHolder(answer)) return [];
  return [
    ...places.fields.map((field) => ({ holder: answer, field, id: answer[field.id] })),
    ...[...places.inside].flatMap(([name, within]) => slotsIn(within, answer[name])),
  ];
}

const isHolder = (answer: unknown): answer is Record<string, unknown> => typeof answer === 'object' && answer !== null;
