import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every letter in the outbox, oldest first, as text. */
export async function letters(dataFolder: string): Promise<string[]> {
  const folder = join(dataFolder, 'outbox');
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.sort().map((name) => readFile(join(folder, name), 'utf8')));
}

/** The code in a letter. */
export const codeIn = (letter: string): string => /^[\w-]{43}$/m.exec(letter)?.[0] ?? '';

/** A letter without what differs between any two: whom it goes to, its code, its number and its second. */
export const alike = (letter: string, address: string): string =>
  letter
    .replaceAll(address, '<address>')
    .replaceAll(codeIn(letter), '<code>')
    .replace(/^(Message-ID|Date): .*$/gm, '$1:');
