import { parseSync } from 'libpg-query';

// What a migration does to tables that are in use while it runs: the program from before still answers, and what holds
// a lock for long, or takes away what that program names, is an outage.

/** Tables of which a college has some hundreds of rows at most, written by staff: they may be locked for a moment. */
export const smallTables = new Set([
  'ce_configuration',
  'ce_requirement',
  'certification_scheme',
  'closure_day',
  'college',
  'college_history',
  'college_text',
  'course',
  'course_peer_track',
  'course_proposal',
  'evaluation_form',
  'instrument',
  'online_room',
  'priority_tier',
  'qa_reviewer',
  'requirement_set',
  'term',
  'venue',
]);

/** What is said of each, with how to do it instead. */
export const advice = {
  index: 'create index concurrently, in a migration with transaction = false',
  rewrite: 'a new column beside the old one (of a plain type: one whose domain has a check rewrites the table)',
  scan: 'add constraint … not valid here, validate constraint in the next migration',
  'scan-locked': 'validate in a migration of its own: here the lock of the statement before is still held',
  rows: 'let a job of the night change the rows in batches, or do it under the lock of each row as it is next written',
  lock: 'nothing that locks the whole table',
  breaks: 'the program from before still names it: take it away in a later release',
  required: 'the program from before does not fill it: give it a default, or require it in a later release',
  hidden: 'plain statements, which this test can read',
} as const;

export type Kind = keyof typeof advice;

type Node = Record<string, unknown>;

interface Command {
  subtype: string;
  name?: string;
  def?: Record<string, Node>;
}

interface Constraint {
  contype: string;
  skip_validation?: boolean;
  indexname?: string;
  raw_expr?: unknown;
}

/** Whatever of a migration would hold up or break a college at work, as `kind table`. */
export function harmIn(statements: readonly string[], domainsWithChecks: ReadonlySet<string>): string[] {
  const found: string[] = [];
  const made = new Set<string>();
  const altered = new Set<string>();
  const say = (kind: Kind, table: string, evenSmall = false) => {
    if (!made.has(table) && (evenSmall || !smallTables.has(table))) found.push(`${kind} ${table}`);
  };
  const parsed = statements.flatMap((text) => parseSync(text).stmts ?? []) as unknown as {
    stmt: Record<string, Node>;
  }[];
  for (const { stmt } of parsed)
    for (const [type, node] of Object.entries(stmt)) harmOf(type, node, { made, altered, domainsWithChecks, say });
  return [...new Set(found)];
}

interface Seen {
  made: Set<string>;
  altered: Set<string>;
  domainsWithChecks: ReadonlySet<string>;
  say: (kind: Kind, table: string, evenSmall?: boolean) => void;
}

const tableOf = (node: Node): string => (node['relation'] as { relname?: string } | undefined)?.relname ?? '?';

function harmOf(type: string, node: Node, seen: Seen): void {
  const { made, say } = seen;
  switch (type) {
    case 'CreateStmt':
      made.add(tableOf(node));
      return;
    case 'CreateTableAsStmt':
      made.add((node['into'] as { rel: { relname: string } }).rel.relname);
      return;
    case 'IndexStmt':
      return node['concurrent'] ? undefined : say('index', tableOf(node));
    case 'UpdateStmt':
    case 'DeleteStmt':
    case 'MergeStmt':
      return say('rows', tableOf(node));
    case 'DoStmt':
      return say('hidden', 'do');
    case 'RenameStmt':
      return namesOfTables(node['renameType']) ? say('breaks', tableOf(node), true) : undefined;
    case 'DropStmt':
      if (node['removeType'] === 'OBJECT_TABLE' || node['removeType'] === 'OBJECT_VIEW')
        for (const name of namesIn(node['objects'])) say('breaks', name, true);
      return;
    case 'TruncateStmt':
    case 'LockStmt':
    case 'VacuumStmt':
    case 'ClusterStmt':
    case 'ReindexStmt':
      return say('lock', namesIn(node['relations'] ?? node['rels'] ?? node['relation'])[0] ?? type);
    case 'AlterTableStmt':
      for (const { AlterTableCmd } of node['cmds'] as { AlterTableCmd: Command }[])
        harmOfCommand(AlterTableCmd, tableOf(node), seen);
  }
}

const namesOfTables = (type: unknown): boolean =>
  type === 'OBJECT_TABLE' || type === 'OBJECT_COLUMN' || type === 'OBJECT_VIEW';

/** Every name inside a node; of a qualified one each part. */
const namesIn = (node: unknown): string[] => {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    (key === 'sval' || key === 'relname') && typeof value === 'string' ? [value] : namesIn(value),
  );
};

function harmOfCommand({ subtype, def = {} }: Command, table: string, seen: Seen): void {
  const { say, altered } = seen;
  switch (subtype) {
    case 'AT_AddColumn':
      harmOfColumn(def['ColumnDef'] ?? {}, table, seen);
      break;
    case 'AT_AlterColumnType':
      say('rewrite', table);
      break;
    case 'AT_DropColumn':
      say('breaks', table, true);
      break;
    case 'AT_SetNotNull':
      say('scan', table);
      break;
    case 'AT_AddConstraint':
      harmOfConstraint((def['Constraint'] ?? {}) as unknown as Constraint, table, seen);
      break;
    case 'AT_ValidateConstraint':
      if (altered.has(table)) say('scan-locked', table);
      break;
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
    case 'AT_SetAccessMethod':
      say('rewrite', table);
  }
  if (subtype !== 'AT_ValidateConstraint') altered.add(table);
}

function harmOfConstraint({ contype, skip_validation, indexname }: Constraint, table: string, { say }: Seen): void {
  if (['CONSTR_UNIQUE', 'CONSTR_PRIMARY', 'CONSTR_EXCLUSION'].includes(contype)) {
    if (indexname === undefined) say('index', table);
  } else if (!skip_validation) say('scan', table);
}

function harmOfColumn(column: Node, table: string, seen: Seen): void {
  const type = namesIn(column['typeName']).at(-1) ?? '';
  const constraints = ((column['constraints'] ?? []) as { Constraint: Constraint }[]).map((each) => each.Constraint);
  const has = (...types: string[]) => constraints.filter(({ contype }) => types.includes(contype));
  const defaults = has('CONSTR_DEFAULT');
  const isComputed =
    has('CONSTR_IDENTITY').length > 0 ||
    constraints.some(
      (each) => each.contype === 'CONSTR_GENERATED' && (each as unknown as Node)['generated_kind'] !== 'v',
    ) ||
    /serial$/.test(type) ||
    defaults.some(({ raw_expr }) => JSON.stringify(raw_expr).includes('"FuncCall"'));
  if (isComputed || seen.domainsWithChecks.has(type)) seen.say('rewrite', table);
  if (has('CONSTR_NOTNULL', 'CONSTR_PRIMARY').length > 0 && !isComputed && defaults.length === 0)
    seen.say('required', table, true);
  for (const each of has('CONSTR_UNIQUE', 'CONSTR_PRIMARY', 'CONSTR_CHECK', 'CONSTR_FOREIGN'))
    harmOfConstraint(each, table, seen);
}
