import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { repository } from './repository.js';

/** A place in the code that fills a text. */
export interface Filling {
  place: string;
  file: string;
  /** The key; a name that is only known at run time stands as `*`. */
  key: string;
  /** What is given; undefined where the code passes on what it was given itself. */
  names: string[] | undefined;
}

export interface CodeOfFile {
  file: string;
  literals: Set<string>;
  /** The names of each object that is written there, for words that are filled by whoever passes it on. */
  objects: string[][];
  fillings: Filling[];
  /** Sentences that stand in the code, with their line. */
  sentences: { place: string; text: string }[];
}

function read(file: string): CodeOfFile {
  const tree = ts.createSourceFile(
    file,
    readFileSync(join(repository, 'src', file), 'utf8'),
    ts.ScriptTarget.ES2023,
    true,
  );
  const found: CodeOfFile = { file, literals: new Set(), objects: [], fillings: [], sentences: [] };
  const look = (node: ts.Node): void => {
    const place = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    const literal = ts.isStringLiteralLike(node) ? node.text : codeOf(node);
    if (literal !== undefined) found.literals.add(literal);
    if (ts.isObjectLiteralExpression(node)) found.objects.push(namesOf(node) ?? []);
    const text = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) ? patternOf(node) : undefined;
    if (text !== undefined && !isForPeopleOfTheTrade(node))
      found.sentences.push(
        ...[text, ...quotedIn(text)].filter(isSentence).map((sentence) => ({ place, text: sentence })),
      );
    found.fillings.push(...fillingsOf(node).map((filling) => ({ ...filling, place, file })));
    ts.forEachChild(node, look);
  };
  look(tree);
  return found;
}

/** What SQL would answer by itself. */
const quotedIn = (text: string): string[] => [...text.matchAll(/'([^']+)'/g)].map(([, quoted = '']) => quoted);

const isSentence = (text: string): boolean => /^[A-Z“"]/.test(text.trim()) && /\S+( \S+){3,}[.?!]$/.test(text.trim());

/** Errors that nobody but an operator sees, and what becomes the OpenAPI document. */
function isForPeopleOfTheTrade(node: ts.Node): boolean {
  for (let each = node.parent; each !== undefined; each = each.parent) {
    if (ts.isNewExpression(each) && /Error$/.test(each.expression.getText())) return true;
    if (ts.isPropertyAssignment(each) && each.name.getText() === 'description') return true;
  }
  return false;
}

/** The code that is named by its table, as `courseRefusals.semver_taken`. */
const codeOf = (node: ts.Node): string | undefined =>
  ts.isPropertyAccessExpression(node) && /^\w+Refusals$/.test(node.expression.getText()) ? node.name.text : undefined;

/** A string as it stands, a code of a table, or a template with `*` for what is filled in; undefined for anything else. */
function patternOf(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `*${literal.text}`).join('');
  return codeOf(node);
}

/** The strings that an expression can be, through conditions; `*` where that is not written there. */
function patternsOf(node: ts.Node | undefined): string[] {
  if (node === undefined) return [];
  if (ts.isConditionalExpression(node)) return [...patternsOf(node.whenTrue), ...patternsOf(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return patternsOf(node.expression);
  return [patternOf(node) ?? '*'];
}

function namesOf(node: ts.Node | undefined): string[] | undefined {
  if (node === undefined) return [];
  if (!ts.isObjectLiteralExpression(node) || node.properties.some(ts.isSpreadAssignment)) return undefined;
  return node.properties.map((each) => each.name?.getText() ?? '').sort();
}

function property(node: ts.Node | undefined, name: string): ts.Node | undefined {
  if (node === undefined || !ts.isObjectLiteralExpression(node)) return undefined;
  const found = node.properties.find((each) => each.name?.getText() === name);
  return found && ts.isPropertyAssignment(found) ? found.initializer : found;
}

type Found = Pick<Filling, 'key' | 'names'>;
const detail = (code: string): string => `problems.${code}.detail`;

function fillingsOf(node: ts.Node): Found[] {
  if (ts.isObjectLiteralExpression(node)) return ofObject(node);
  if (!ts.isCallExpression(node)) return [];
  const [first, second, third] = node.arguments;
  const callee = node.expression.getText();
  const each = (patterns: string[], names: string[] | undefined): Found[] => patterns.map((key) => ({ key, names }));
  if (callee === 'textOf' || callee === 'textNamed') return each(patternsOf(first), namesOf(second));
  if (callee === 'headings') return [{ key: 'columns.*', names: [] }];
  if (callee === 'fieldError') return each(patternsOf(second), namesOf(third));
  if (callee === 'unmetCondition' || callee === 'detailOf') return each(patternsOf(first).map(detail), namesOf(second));
  if (callee === 'refuse' && first && (patternOf(first) !== undefined || ts.isConditionalExpression(first)))
    return each(
      patternsOf(first).map(detail),
      second && !ts.isObjectLiteralExpression(second) ? undefined : namesOf(property(second, 'values')),
    );
  return [];
}

/** A gate that is made into words elsewhere: `{ code: 'term_limit', values: { most } }`. */
function ofObject(node: ts.ObjectLiteralExpression): Found[] {
  const [code, values] = [property(node, 'code'), property(node, 'values')];
  const known = patternOf(code);
  return known === undefined || values === undefined ? [] : [{ key: detail(known), names: namesOf(values) }];
}

/** What every source file says and fills, read from its syntax alone. */
export const sources: CodeOfFile[] = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('catalogues/'))
  .map((file) => read(file));
