import driver from 'pg';

/** What the statements of a request touch: pages of tables and indexes, and rows that plans looked at. */
export interface Cost {
  pages: number;
  rows: number;
}

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  'Subplan Name'?: string;
  Plans?: Node[];
}

interface Sent {
  text: string;
  values: unknown[];
}

/** One statement under one way to plan it, and what is read in it. */
export interface Planned extends Cost {
  mode: (typeof planModes)[number];
  text: string;
  reads: { what: string; rows: number }[];
}

/** Postgres chooses one of the two by itself; so both have to be good. */
export const planModes = ['force_generic_plan', 'force_custom_plan'] as const;

/** Tables of some thousand rows are read whole where larger ones are not: what matters is whether there is another way. */
const asInLargeTables = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'];

/** Plans of all that this process reads from Postgres while something is done, as the same connection sees them. */
export async function plansOf(work: () => Promise<unknown>): Promise<Planned[]> {
  const prototype = driver.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const send = Object.getOwnPropertyDescriptor(prototype, 'query');
  if (!send) throw new Error('The driver sends in another way');
  const original = prototype.query;
  const explained: Promise<Planned[]>[] = [];
  Object.defineProperty(prototype, 'query', {
    ...send,
    value(this: driver.Client, ...args: unknown[]): unknown {
      const answer = Reflect.apply(original, this, args);
      const asked = args[0] as Partial<Sent> | string;
      if (typeof asked !== 'string' && asked.text && reads.test(asked.text) && !changes.test(asked.text))
        explained.push(
          explain((text) => Reflect.apply(original, this, [text]) as Promise<unknown>, {
            text: asked.text,
            values: asked.values ?? [],
          }),
        );
      return answer;
    },
  });
  try {
    await work();
  } finally {
    Object.defineProperty(prototype, 'query', send);
  }
  return (await Promise.all(explained)).flat();
}

const reads = /^\s*(select|with)\b/i;
const changes =
  /\b(set_config|insert into|update \w+\s|delete from|for (no key )?update|for (key )?share|nextval|pg_advisory\w*)\b/i;

async function explain(ask: (text: string) => Promise<unknown>, { text, values }: Sent): Promise<Planned[]> {
  const literals = values.map(literal).join(', ');
  const execute = `explain (analyze, buffers, verbose, timing off, format json) execute probe${literals && `(${literals})`}`;
  const answers = (await ask(
    `prepare probe as ${text}; ${asInLargeTables.map((way) => `set ${way} = off; `).join('')}` +
      planModes.map((mode) => `set plan_cache_mode = ${mode}; ${execute}; `).join('') +
      asInLargeTables.map((way) => `reset ${way}; `).join('') +
      'reset plan_cache_mode; deallocate probe',
  )) as driver.QueryResult<{ 'QUERY PLAN': [{ Plan: Node }] }>[];
  const plans = answers
    .filter(({ command }) => command === 'EXPLAIN')
    .map(({ rows }) => rows[0]?.['QUERY PLAN'][0].Plan);
  return planModes.map((mode, i) => {
    const plan = plans[i] as Node;
    const once = hashedIn(plan);
    return {
      mode,
      text,
      pages: pagesOf(plan) - once.reduce((sum, each) => sum + pagesOf(each), 0),
      rows: touched(plan) - once.reduce((sum, each) => sum + touched(each), 0),
      reads: readsOf(plan),
    };
  });
}

const rowsOf = (node: Node): number =>
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) *
  node['Actual Loops'];

/** Rows that come from tables and indexes, whether or not they are used. */
const touched = (node: Node): number =>
  ((node['Relation Name'] ?? node['Index Name']) ? rowsOf(node) : 0) +
  (node.Plans ?? []).reduce((sum, each) => sum + touched(each), 0);

const pagesOf = (node: Node): number => node['Shared Hit Blocks'] + node['Shared Read Blocks'];

/**
 * What Postgres looks up once and keeps, where it could as well look for each row: all that one person has of something,
 * by index. Which of both it takes depends on how many rows it expects, and so on chance where both cost alike.
 */
function hashedIn(plan: Node): Node[] {
  const names = new Set([...JSON.stringify(plan).matchAll(/hashed (SubPlan \d+)/g)].map(([, name]) => name));
  const found = (node: Node): Node[] =>
    names.has(node['Subplan Name']) && !JSON.stringify(node).includes('Seq Scan')
      ? [node]
      : (node.Plans ?? []).flatMap(found);
  return found(plan);
}

const readsOf = (node: Node): Planned['reads'] => [
  ...((node['Relation Name'] ?? node['Index Name'])
    ? [{ what: [node['Node Type'], node['Relation Name'], node['Index Name']].join(' '), rows: rowsOf(node) }]
    : []),
  ...(node.Plans ?? []).flatMap(readsOf),
];

const utilities: string = 'pg/lib/utils.js'; // without types
const { prepareValue } = (await import(utilities)) as {
  prepareValue: (value: unknown) => string | Buffer | null;
};

function literal(value: unknown): string {
  const text = value === undefined ? null : prepareValue(value);
  if (text === null) return 'null';
  return driver.escapeLiteral(Buffer.isBuffer(text) ? `\\x${text.toString('hex')}` : text);
}
