import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { repository } from '../support/repository.js';

const changing = /^(updateRows|update|deleteRows|delete|putRow)$/;
const endingText =
  /\b(update\s+sign_in\b[\s\S]*?\bset\b[\s\S]*?\b(ended_at|expires_at)\s*=|delete\s+from\s+sign_in\b)/i;

interface Method {
  of: string;
  name: string;
  node: ts.MethodDeclaration;
  fields: ReadonlyMap<string, string>;
}

const methodsIn = (text: string): Method[] =>
  ts
    .createSourceFile('x.ts', text, ts.ScriptTarget.ES2023, true)
    .statements.filter(ts.isClassDeclaration)
    .flatMap((one) => {
      const constructor = one.members.find(ts.isConstructorDeclaration);
      const fields = new Map(
        (constructor?.parameters ?? []).map(({ name, type }) => [name.getText(), type?.getText() ?? '']),
      );
      return one.members
        .filter(ts.isMethodDeclaration)
        .map((node) => ({ of: one.name?.text ?? '', name: node.name.getText(), node, fields }));
    });

const within = (node: ts.Node, holds: (each: ts.Node) => boolean): boolean =>
  holds(node) || (ts.forEachChild(node, (each) => within(each, holds)) ?? false);

/** Whether this changes when sign-ins end, as a call with the entity or as SQL. */
function endsSignIns(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return endingText.test(node.getText());
  if (!ts.isCallExpression(node)) return false;
  const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
  if (!changing.test(called.getText()) || !node.arguments.some((each) => each.getText() === 'SignIn')) return false;
  const set = node.arguments.at(-1);
  return (
    /^delete/.test(called.getText()) ||
    !set ||
    !ts.isObjectLiteralExpression(set) ||
    set.properties.some((each) => /^(endedAt|expiresAt)$/.test(each.name?.getText() ?? '...'))
  );
}

/** As a step of its own, so after the transaction and whatever became of it. */
const forgets = ({ node }: Method): boolean =>
  node.body?.statements.some((each) => each.getText() === 'this.rememberedTokens.forget();') ?? false;

function calls({ of, fields, node }: Method, callee: Method): boolean {
  return within(node, (each) => {
    if (!ts.isCallExpression(each) || !ts.isPropertyAccessExpression(each.expression)) return false;
    const { expression: on, name } = each.expression;
    if (name.text !== callee.name) return false;
    if (on.kind === ts.SyntaxKind.ThisKeyword) return of === callee.of;
    return ts.isPropertyAccessExpression(on) && fields.get(on.name.text) === callee.of;
  });
}

/** Methods that end sign-ins, and those of them, or of their callers, after which old tokens would still be known. */
function judge(methods: Method[]): { ending: string[]; keeping: string[] } {
  const named = ({ of, name }: Method) => `${of}.${name}`;
  const keeps = (method: Method): string[] => {
    if (forgets(method)) return [];
    const callers = methods.filter((each) => each !== method && calls(each, method));
    return callers.length === 0 ? [named(method)] : callers.flatMap(keeps);
  };
  const ending = methods.filter(({ node }) => within(node, endsSignIns));
  return { ending: ending.map(named).sort(), keeping: [...new Set(ending.flatMap(keeps))].sort() };
}

const source = join(repository, 'src');
const texts = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(source, file), 'utf8'));

test('whatever ends a sign-in or shortens one forgets the tokens that were verified', () => {
  const { ending, keeping } = judge(texts.flatMap(methodsIn));
  expect(keeping).toEqual([]);
  expect(ending).toEqual(
    expect.arrayContaining([
      'CardPasswordService.end',
      'CardPasswordService.set',
      'RefreshService.refresh',
      'RoleService.grant',
      'SecondFactorService.removeLost',
      'SignInService.endOthers',
      'SignInService.signOut',
    ]),
  );
});

test.each([
  ['updateRows(tx, SignIn, { id }, { endedAt: now })', true],
  ['tx.update(SignIn, { id }, { endedAt })', true],
  ['tx.update(SignIn, { id }, change)', true],
  ['deleteRows(tx, SignIn, { id })', true],
  ['changed(tx, `update sign_in s set expires_at = $2`)', true],
  ['updateRows(tx, SignIn, { id, endedAt: null }, { provedAt: now })', false],
])('%s is seen to end sign-ins: %s', (statement, ends) => {
  const methodWith = (step: string) =>
    judge(methodsIn(`class A { async end() { await this.database.command((tx) => ${statement}); ${step} } }`));
  expect(methodWith('').keeping).toEqual(ends ? ['A.end'] : []);
  expect(methodWith('this.rememberedTokens.forget();').keeping).toEqual([]);
});
