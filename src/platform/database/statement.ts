import { hash } from 'node:crypto';

/** What is sent: under one name each connection plans a text once. */
export interface Statement {
  text: string;
  values: unknown[];
  name?: string;
}

/**
 * A condition that a reader may leave out begins with its way out: `($3::uuid is null or …)`, and what a right decides
 * with `($1 or …)`, `(not $6 or …)`. As written such a text has one plan for all of them, which can use no index.
 */
const wayOut = /\(\s*(not\s+)?\$(\d+)(?:::(\w+(?:\[\])?)\s+is\s+(not\s+)?null)?\s+or\s/g;

/**
 * How many rows a list wants stands in the text, as a number: where Postgres does not know it, it plans for a tenth of all
 * there are.
 */
const wanted = /\blimit \$(\d+)\s*$/;

/** Most texts that are kept prepared of one, on each connection; whoever filters in more ways has theirs planned. */
const mostPrepared = 32;

interface Known {
  /** The placeholders that a way out asks about. */
  asked: number[];
  /** The one that says how many rows. */
  limit?: number;
  /** Whether it has neither, and is sent as it is. */
  isConstant: boolean;
  sent: Map<string, { text: string; used: number[]; name?: string }>;
}
const known = new Map<string, Known>();

/**
 * The statement for a constant text and its values: with the conditions that these values put to use, and without the
 * others (decision 67).
 */
export function statementFor(text: string, values: unknown[]): Statement {
  let found = known.get(text);
  if (!found) known.set(text, (found = looked(text)));
  const limit = found.limit === undefined ? '' : values[found.limit - 1];
  const key = found.asked.map((n) => kindOf(values[n - 1])).join('') + String(limit);
  let sent = found.sent.get(key);
  if (!sent) {
    sent = found.isConstant ? { text, used: [] } : narrowed(text, values);
    if (found.sent.size < mostPrepared) {
      sent.name = hash('sha1', sent.text, 'base64url');
      found.sent.set(key, sent);
    }
  }
  const { used, name } = sent;
  return {
    text: sent.text,
    values: found.isConstant ? values : used.map((n) => values[n - 1]),
    ...(name !== undefined && { name }),
  };
}

function looked(text: string): Known {
  const asked = [...new Set(Array.from(text.matchAll(wayOut), ([, , n]) => Number(n)))];
  const limit = wanted.exec(text)?.[1];
  return {
    asked,
    ...(limit !== undefined && { limit: Number(limit) }),
    isConstant: asked.length === 0 && limit === undefined,
    sent: new Map(),
  };
}

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return '0';
  return value === true ? 't' : value === false ? 'f' : '1';
};

function narrowed(text: string, values: unknown[]): { text: string; used: number[] } {
  const types = new Map<number, string>();
  let left = text;
  wayOut.lastIndex = 0;
  for (let found = wayOut.exec(left); found; found = wayOut.exec(left)) {
    const [head, not, n, type, notNull] = found;
    const value = values[Number(n) - 1];
    const isMissing = value === null || value === undefined;
    // A flag that nobody knows decides nothing.
    if (type === undefined && isMissing) continue;
    types.set(Number(n), type ?? 'boolean');
    const isOut = type === undefined ? value === !not : isMissing === !notNull;
    const end = closing(left, found.index);
    const rest = isOut ? 'true' : `(${left.slice(found.index + head.length, end)})`;
    left = left.slice(0, found.index) + rest + left.slice(end + 1);
    wayOut.lastIndex = found.index;
  }
  left = left.replace(wanted, (as, n: string) => {
    const value = values[Number(n) - 1];
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? `limit ${value}` : as;
  });
  const used: number[] = [];
  const renumbered = left.replace(/\$(\d+)(?!\d)(?!::)|\$(\d+)/g, (_, bare?: string, cast?: string) => {
    const n = Number(bare ?? cast);
    if (!used.includes(n)) used.push(n);
    const type = bare === undefined ? undefined : types.get(n);
    return `$${used.indexOf(n) + 1}${type ? `::${type}` : ''}`;
  });
  return { text: renumbered, used };
}

/** Where the parenthesis that opens here closes. */
function closing(text: string, opening: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = opening; at < text.length; at++) {
    const letter = text[at];
    if (letter === "'") quoted = !quoted;
    if (quoted) continue;
    if (letter === '(') depth++;
    if (letter === ')' && --depth === 0) return at;
  }
  throw new Error(`A parenthesis stays open in ${text.slice(opening, opening + 80)}`);
}
