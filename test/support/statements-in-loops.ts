import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { repository } from './repository.js';

/** A function or method; `of` is its class, or its file. */
interface Routine {
  of: string;
  name: string;
  file: string;
  body: ts.Node;
  /** What a call on a field of the class leads to: the field's type. */
  fields: ReadonlyMap<string, string>;
}

const functionsThatAsk = /^(rows|row|changed|askPool)$/;
const typesThatAsk = /^(Tx|EntityManager|DataSource|Pool|PoolClient)$/;
const iterating = /^(map|flatMap|forEach|reduce)$/;

const source = join(repository, 'src');
const trees = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({
    file,
    tree: ts.createSourceFile(file, readFileSync(join(source, file), 'utf8'), ts.ScriptTarget.ES2023, true),
  }));

const routines = trees.flatMap(({ file, tree }) => tree.statements.flatMap((node) => routinesIn(file, node)));

function routinesIn(file: string, node: ts.Statement): Routine[] {
  if (ts.isClassDeclaration(node)) {
    const constructor = node.members.find(ts.isConstructorDeclaration);
    const typed = [...(constructor?.parameters ?? []), ...node.members.filter(ts.isPropertyDeclaration)];
    const fields = new Map(typed.map(({ name, type }) => [name.getText(), type?.getText() ?? '']));
    return node.members
      .filter(ts.isMethodDeclaration)
      .map((body) => ({ of: node.name?.text ?? '', name: body.name.getText(), file, body, fields }));
  }
  const named = ts.isVariableStatement(node) ? [...node.declarationList.declarations] : [node];
  return named
    .filter((each) => ts.isFunctionDeclaration(each) || ts.isVariableDeclaration(each))
    .map((body) => ({ of: file, name: body.name?.getText() ?? '', file, body, fields: new Map<string, string>() }));
}

/** By file and name as it is known there: the function that is imported. */
const imported = new Map(
  trees.flatMap(({ file, tree }) =>
    tree.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
      const path = (moduleSpecifier as ts.StringLiteral).text;
      const names = importClause?.namedBindings;
      if (!path.startsWith('.') || !names || !ts.isNamedImports(names)) return [];
      const from = relative(source, resolve(source, dirname(file), path)).replace(/\.js$/, '.ts');
      return names.elements.map(({ name, propertyName }): [string, string] => [
        `${file} ${name.text}`,
        `${from} ${(propertyName ?? name).getText()}`,
      ]);
    }),
  ),
);

/** `Class.method`, or a function's file and name: whom this calls; `*` is Postgres itself. */
function calleeOf(call: ts.CallExpression, { of, file, fields }: Routine): string {
  const { expression } = call;
  if (ts.isIdentifier(expression)) {
    const local = `${file} ${expression.text}`;
    return functionsThatAsk.test(expression.text) ? '*' : (imported.get(local) ?? local);
  }
  if (!ts.isPropertyAccessExpression(expression)) return '';
  const on = expression.expression;
  if (on.kind === ts.SyntaxKind.ThisKeyword) return `${of}.${expression.name.text}`;
  const type = ts.isPropertyAccessExpression(on)
    ? on.name.text === 'manager'
      ? 'EntityManager'
      : (fields.get(on.name.text) ?? '')
    : on.getText() === 'tx'
      ? 'Tx'
      : on.getText();
  return typesThatAsk.test(type) ? '*' : `${type}.${expression.name.text}`;
}

function callsIn(node: ts.Node, routine: Routine): string[] {
  const found: string[] = [];
  const look = (each: ts.Node): void => {
    if (ts.isCallExpression(each)) found.push(calleeOf(each, routine));
    ts.forEachChild(each, look);
  };
  look(node);
  return found;
}

const nameOf = ({ of, name, file }: Routine): string => (of === file ? `${file} ${name}` : `${of}.${name}`);

/** Everything that asks Postgres, by itself or through what it calls. */
const asking = new Set(['*']);
for (let before = 0; before < asking.size;) {
  before = asking.size;
  for (const each of routines) if (callsIn(each.body, each).some((call) => asking.has(call))) asking.add(nameOf(each));
}

const repeatedPart = (node: ts.Node): ts.Node[] => {
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return [node.expression, node.statement];
  if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) return [node.statement];
  const isList =
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    iterating.test(node.expression.name.text);
  return isList ? node.arguments.filter((each) => ts.isArrowFunction(each) || ts.isFunctionExpression(each)) : [];
};

/** Every routine in which a statement is asked again and again: `Class.method`, or a function's file and name. */
export const statementsInLoops: string[] = [
  ...new Set(
    routines.flatMap((routine) => {
      const found: string[] = [];
      const look = (node: ts.Node): void => {
        if (repeatedPart(node).some((part) => callsIn(part, routine).some((call) => asking.has(call))))
          found.push(nameOf(routine));
        ts.forEachChild(node, look);
      };
      look(routine.body);
      return found;
    }),
  ),
].sort();
