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
  const disk = ts.createCompilerHost(options);
  const texts = new Map(Object.entries(files).map(([name, text]) => [`${repository}/${name}`, text]));
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => texts.has(path) || disk.fileExists(path),
    readFile: (path) => texts.get(path) ?? disk.readFile(path),
    getSourceFile: (path, language) => {
      const text = texts.get(path);
      return text === undefined ? disk.getSourceFile(path, language) : ts.createSourceFile(path, text, language);
    },
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
