import { expect } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of the repository; the tests themselves run from `dist`. */
export const repository = join(import.meta.dirname, '../../..');

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
