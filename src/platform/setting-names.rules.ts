/**
 * The setting that somebody meant by a name that is none. Only long names that are nearly the same are taken for a slip,
 * and only where the setting itself is not given: the environment is full of names that concern others.
 */
export function mistakenName(name: string, unset: readonly string[], settings: readonly string[]): string | undefined {
  if (settings.includes(name)) return undefined;
  return unset.find((setting) => setting.length >= 8 && isNearly(name.toUpperCase(), setting));
}

/** One letter more, fewer or other, or two neighbours swapped. */
function isNearly(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  const [rest, wanted] = [one.slice(start), other.slice(start)];
  return (
    rest === wanted ||
    rest.slice(1) === wanted.slice(1) ||
    rest.slice(1) === wanted ||
    rest === wanted.slice(1) ||
    `${rest[1]}${rest[0]}${rest.slice(2)}` === wanted
  );
}
