/** One place where two things differ: a JSON pointer, and the value on each side (null where there is none). */
export interface Difference {
  field: string;
  before: unknown;
  after: unknown;
}

/** Field by field what changed from one value to the other; lists are compared place by place. */
export function differences(before: unknown, after: unknown, pointer = ''): Difference[] {
  if (isTree(before) && isTree(after) && Array.isArray(before) === Array.isArray(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(before[name], after[name], `${pointer}/${name}`));
  }
  return Object.is(before ?? null, after ?? null)
    ? []
    : [{ field: pointer, before: before ?? null, after: after ?? null }];
}

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
