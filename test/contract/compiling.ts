import ts from 'typescript';
import { repository } from '../support/repository.js';

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
};

/** What a strict compiler of a browser's program says of these files, each with the line that it is about. */
export function faultsOf(files: Readonly<Record<string, string>>): string[] {
  const host = ts.createCompilerHost(options);
  const texts = new Map(Object.entries(files).map(([name, text]) => [`${repository}/${name}`, text]));
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = texts.get(path);
    return text === undefined ? getSourceFile(path, language, ...rest) : ts.createSourceFile(path, text, language);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const said = ts.flattenDiagnosticMessageText(messageText, '\n').slice(0, 600);
    if (!file) return said;
    const { line } = file.getLineAndCharacterOfPosition(start);
    const text = file.text
      .split('\n')
      .slice(Math.max(0, line - 1), line + 1)
      .join('\n');
    return `${file.fileName.replace(`${repository}/`, '')}:${line + 1}: ${said}\n${text.slice(0, 600)}`;
  });
}
