import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { citationsIn, type Citation, rulesIn } from './citations.js';
import { climbingImports } from './imports.js';
import { repository } from './repository.js';
import { measureStatements, type Statements } from './statements.js';

/** The limits that the house keeps; `test/shape.spec.ts` holds them. */
export const limits = {
  lineLength: 120,
  longLinePercent: 0.5,
  linesPerFile: 250,
  filesPerFolder: 25,
  fromEntitiesPercent: 80,
  inserts: 40,
} as const;

/** How the sources look to whoever reads them. Each list names what is over its limit. */
export interface Shape {
  files: number;
  lines: number;
  longLines: number;
  /** Share of the lines of `src` and `test` that are over 120 characters, in percent. */
  longLinePercent: number;
  longFiles: string[];
  fullFolders: string[];
  /** Classes of Nest's kinds whose name and file differ. */
  misnamedClasses: string[];
  /** Rules that are cited and stand nowhere. */
  danglingCitations: string[];
  /** Tables that no entity speaks for; TypeORM's own list of migrations is not ours. */
  tablesWithoutEntity: string[];
  tables: number;
  /** Imports inside platform that go against its order. */
  climbingImports: string[];
  /** Tests that forbid a few digits in an answer, which the random identifiers of it hold now and then. */
  chancePatterns: string[];
  statements: Statements;
  /** The number that the next rule gets: numbers run across all modules. */
  nextRule: string;
}

const read = (file: string): string => readFileSync(join(repository, file), 'utf8');

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

/** Measures the sources as they stand in the working tree. */
export function measureShape(): Shape {
  const source = filesIn('src', '.ts');
  const texts = [...source, ...filesIn('test', '.ts')].map((file) => ({ file, lines: read(file).split('\n') }));
  const tables = [...read('migrations/schema.txt').matchAll(/^table (\w+)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'migration');
  const entities = source
    .filter((file) => file.endsWith('.entity.ts'))
    .map(read)
    .join();
  const lines = texts.reduce((sum, text) => sum + text.lines.length, 0);
  const longLines = texts.reduce((sum, text) => sum + text.lines.filter(isLong).length, 0);
  return {
    files: texts.length,
    lines,
    longLines,
    longLinePercent: (longLines / lines) * 100,
    longFiles: texts
      .filter((text) => text.file.startsWith('src/') && text.lines.length - 1 > limits.linesPerFile)
      .map((text) => `${text.file} (${text.lines.length - 1} lines)`),
    fullFolders: [...new Set(source.map(dirname))]
      .map((folder) => ({ folder, files: source.filter((file) => dirname(file) === folder).length }))
      .filter(({ files }) => files > limits.filesPerFolder)
      .map(({ folder, files }) => `${folder} (${files} files)`),
    misnamedClasses: source.flatMap(misnamedIn),
    tables: tables.length,
    tablesWithoutEntity: tables.filter((table) => !entities.includes(`@Entity('${table}')`)),
    climbingImports: climbingImports(),
    chancePatterns: texts.filter(({ file }) => file.startsWith('test/')).flatMap(chancePatternsIn),
    statements: measureStatements(source),
    nextRule: `BR-${rulesOf(pages()).filter((id) => id.startsWith('BR-')).length + 1}`,
    danglingCitations: danglingIn([...texts.map(({ file }) => file), ...filesIn('migrations', '.ts')]),
  };
}

const isLong = (line: string): boolean => line.length > limits.lineLength;

const forbidden = /not\.to(?:Match\(\/((?:[^/\\]|\\.)+)\/(i?)|Contain\('([^']+)'\))/g;

/** Three digits stand in one identifier of some hundred. */
const chancePatternsIn = ({ file, lines }: { file: string; lines: string[] }): string[] =>
  lines.flatMap((line, n) =>
    [...line.matchAll(forbidden)].flatMap(([, pattern = '', ignored, text]) => {
      const lowered = ignored || line.includes('toLowerCase()');
      return (text === undefined ? pattern.split(/[|()]/) : [text])
        .filter((part) => /^[0-9a-f]{1,5}$/.test(lowered ? part.toLowerCase() : part))
        .map((part) => `${file}:${n + 1} ${part}`);
    }),
  );

const kinds = ['Service', 'Controller', 'Module', 'Guard', 'Interceptor', 'Filter', 'Pipe', 'Strategy'];

/** `EnrolmentService` stands in `enrolment.service.ts`. */
function misnamedIn(file: string): string[] {
  const kind = kinds.find((name) => file.endsWith(`.${name.toLowerCase()}.ts`));
  if (kind === undefined) return [];
  const expected = pascal(file.slice(file.lastIndexOf('/') + 1, -3));
  const names = [...read(file).matchAll(/^export (?:abstract )?class (\w+)/gm)].map(([, name = '']) => name);
  return names.includes(expected) ? [] : [`${file} has no ${expected}`];
}

const pascal = (name: string): string =>
  name
    .split(/[-.]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const pages = (): string[] => [...filesIn('src', '.md'), 'docs/invariants.md'];
const rulesOf = (files: readonly string[]): Citation[] =>
  files.flatMap((page) => rulesIn(page, read(page)).map(({ id }) => id));

function danglingIn(files: readonly string[]): string[] {
  const known = new Set(rulesOf(pages()));
  return files.flatMap((file) =>
    [...citationsIn(read(file))].filter((id) => !known.has(id)).map((id) => `${id} in ${file}`),
  );
}
