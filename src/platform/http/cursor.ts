import { hash } from 'node:crypto';
import { platformRefusals } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';

/**
 * Where a page ended: the sort keys of its last row, the id last. Never personal data, because cursors stand in URLs:
 * for a list sorted by name give the id only and look the name up in SQL.
 */
export type CursorKeys = readonly (string | number | boolean | null)[];

/** Everything that makes the list what it is: route, filters, sort. A cursor is only good for the same scope. */
export type CursorScope = Readonly<Record<string, unknown>>;

const longest = 1_000;

export function encodeCursor(keys: CursorKeys, scope: CursorScope): string {
  return Buffer.from(JSON.stringify([fingerprint(scope), ...keys])).toString('base64url');
}

/**
 * The keys to go on after, or undefined for the first page. Throws `invalid_cursor` for one of another list, filter or
 * sort.
 */
export function decodeCursor(cursor: string | undefined, scope: CursorScope, length: number): CursorKeys | undefined {
  if (cursor === undefined) return undefined;
  const parts = parse(cursor);
  if (parts?.length !== length + 1 || parts[0] !== fingerprint(scope)) throw refuse(platformRefusals.invalid_cursor);
  return parts.slice(1);
}

function parse(cursor: string): CursorKeys | undefined {
  if (cursor.length > longest || !/^[\w-]+$/.test(cursor)) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) && parts.every(isKey) ? parts : undefined;
  } catch {
    return undefined;
  }
}

function isKey(value: unknown): value is string | number | boolean | null {
  return (
    value === null ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && !/[\0\p{Surrogate}]/u.test(value))
  );
}

function fingerprint(scope: CursorScope): string {
  const entries = Object.entries(scope)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify(entries), 'base64url').slice(0, 10);
}
