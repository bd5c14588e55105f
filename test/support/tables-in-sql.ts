import { parseSync } from 'libpg-query';

/** The relations that a statement names, by PostgreSQL's own parser: not those that it makes itself (`with x as`). */
export function relationsIn(text: string): string[] {
  const named = new Set<string>();
  const made = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    for (const [kind, value] of Object.entries(node as Record<string, unknown>)) {
      if (kind === 'RangeVar' || kind === 'relation') named.add(relationOf(value as Relation));
      if (kind === 'CommonTableExpr') made.add((value as { ctename: string }).ctename);
      visit(value);
    }
  };
  visit(parseSync(text));
  return [...named].filter((name) => !made.has(name));
}

interface Relation {
  schemaname?: string;
  relname: string;
}

const relationOf = ({ schemaname, relname }: Relation): string =>
  schemaname && schemaname !== 'public' ? `${schemaname}.${relname}` : relname;
