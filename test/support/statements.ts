import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { repository } from './repository.js';

/** How the source speaks to the tables: by the entity, whose columns the compiler knows, or in a text. */
export interface Statements {
  /** Statements about one table. */
  singleTable: number;
  /** Of these, the share that gets its columns from an entity: by call, by helper or by `columnsOf`. In percent. */
  fromEntitiesPercent: number;
  /** Those that do not, as file:line. */
  byHand: string[];
  /** Texts with `insert into`, as file:line. */
  inserts: string[];
  /** Classes whose constructor takes more than ten parameters. */
  wideConstructors: string[];
}

const callsOfTables = new Set([
  'insertRow',
  'insertRows',
  'insertion',
  'alteration',
  'putRow',
  'updateRows',
  'deleteRows',
  'findRow',
  'findRows',
  'lockRow',
]);
const callsOfManager =
  /\b(tx|manager)\.(insert|update|delete|find|findBy|findOne|findOneBy|exists|existsBy|count|countBy)$/;

export function measureStatements(files: readonly string[]): Statements {
  const tables = new Set(
    [...readFileSync(join(repository, 'migrations/schema.txt'), 'utf8').matchAll(/^(?:table|view) (\w+)/gm)].map(
      ([, name = '']) => name,
    ),
  );
  // TypeORM's own list is not ours.
  tables.delete('migration');
  const found = { calls: 0, columnsOf: 0, byHand: [] as string[], inserts: [] as string[], wide: [] as string[] };
  for (const file of files) {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(repository, file), 'utf8'),
      ts.ScriptTarget.ESNext,
      true,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const callee = node.expression.getText(source);
        if (callsOfTables.has(callee) || callsOfManager.test(callee)) found.calls++;
      }
      if (ts.isConstructorDeclaration(node) && node.parameters.length > 10) found.wide.push(file);
      const text = textOf(node, source);
      if (text !== undefined) {
        const line = `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
        if (/\binsert into\b/.test(text)) found.inserts.push(line);
        if (tablesIn(text, tables).length === 1) {
          if (text.includes('columnsOf(')) found.columnsOf++;
          else found.byHand.push(line);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  const fromEntities = found.calls + found.columnsOf;
  const singleTable = fromEntities + found.byHand.length;
  return {
    singleTable,
    fromEntitiesPercent: (100 * fromEntities) / singleTable,
    byHand: found.byHand,
    inserts: found.inserts,
    wideConstructors: found.wide,
  };
}

/** A whole statement as it is written in the source, with what is filled in. */
function textOf(node: ts.Node, source: ts.SourceFile): string | undefined {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return undefined;
  const text = node.getText(source).slice(1, -1).trim();
  return /^(select|insert into|update|delete from|with)\b/.test(text) ? text : undefined;
}

const tablesIn = (text: string, tables: ReadonlySet<string>): string[] => [
  ...new Set(
    [...text.matchAll(/\b(?:from|join|into|update|using)\s+(?:only\s+)?(\w+)/g)]
      .map(([, name = '']) => name)
      .filter((name) => tables.has(name)),
  ),
];
