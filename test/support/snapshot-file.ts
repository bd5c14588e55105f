import { repository } from './repository.js';
import { expect } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Compares a generated text with the committed file. `npm run accept` writes the file anew, for review in the diff. */
export async function expectCommitted(path: string, generated: string): Promise<void> {
  const file = join(repository, path);
  if (process.env['ACCEPT']) await writeFile(file, generated);
  const committed = await readFile(file, 'utf8').catch(() => '');
  expect(generated === committed ? 'same' : difference(path, committed, generated)).toBe('same');
}

/** Where the two begin to differ, and what to do about it. */
function difference(path: string, committed: string, generated: string): string {
  const [before, after] = [committed.split('\n'), generated.split('\n')];
  const at = after.findIndex((line, index) => line !== before[index]);
  const from = at < 0 ? after.length : at;
  return [
    `${path} differs from what the code says, first in line ${from + 1}:`,
    ...before.slice(from, from + 3).map((line) => `- ${line}`),
    ...after.slice(from, from + 3).map((line) => `+ ${line}`),
    'If the change is meant, run "npm run accept" and review the diff; if it is not, mend the code.',
  ].join('\n');
}

/**
 * The same for a part of a written page: what stands between `<!-- generated:name -->` and `<!-- /generated:name -->`.
 */
export async function expectCommittedSection(path: string, name: string, generated: string): Promise<void> {
  const page = await readFile(join(repository, path), 'utf8');
  const [begin, end] = [`<!-- generated:${name} -->`, `<!-- /generated:${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} has no section between ${begin} and ${end}`);
  await expectCommitted(path, `${page.slice(0, from + begin.length)}\n\n${generated.trim()}\n\n${page.slice(to)}`);
}
