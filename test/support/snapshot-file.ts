import { repository } from './repository.js';
import { expect } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Compares a generated text with the committed file. `npm run accept` writes the file anew, for review in the diff. */
export async function expectCommitted(path: string, generated: string): Promise<void> {
  const file = join(repository, path);
  if (process.env['ACCEPT']) await writeFile(file, generated);
  const committed = await readFile(file, 'utf8').catch(() => '');
  expect(
    generated === committed
      ? 'same'
      : `${path} differs from what the code says; run "npm run accept" and review the change`,
  ).toBe('same');
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
