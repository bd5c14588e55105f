import { getMetadataStorage, type MetadataStorage } from 'class-validator';

const remembering = new WeakSet<MetadataStorage>();

/**
 * The library looks through the classes of the whole project at each validation. Without groups, which nothing here
 * uses, what it finds for a class stays the same; so its one store is taught to remember it. Replaces a method of the
 * library: its test fails when a new version looks its rules up in another way.
 */
export function rememberRules(storage: MetadataStorage = getMetadataStorage()): void {
  if (remembering.has(storage)) return;
  remembering.add(storage);
  const rulesOf = storage.getTargetValidationMetadatas.bind(storage);
  const known = new Map<unknown, ReturnType<typeof rulesOf>>();
  storage.getTargetValidationMetadatas = (dto, ...options) => {
    const rules = known.get(dto) ?? rulesOf(dto, ...options);
    known.set(dto, rules);
    return rules;
  };
}
