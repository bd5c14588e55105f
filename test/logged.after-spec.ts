import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loggedFolder } from './support/logged-folder.js';

// Runs after the other tests, over what their colleges logged and what people entered there (logged-folder.ts).

const all = (kind: 'lines' | 'secrets'): string[] => [
  ...new Set(
    readdirSync(loggedFolder)
      .filter((file) => file.endsWith(`.${kind}`))
      .flatMap((file) => readFileSync(join(loggedFolder, file), 'utf8').trim().split('\n'))
      .map((line) => JSON.parse(line) as string),
  ),
];
const lines = all('lines');
const secrets = all('secrets').filter((secret) => secret.trim().length >= 8);

test('colleges logged, and people entered something', () => {
  expect(lines.length).toBeGreaterThan(50);
  expect(secrets.length).toBeGreaterThan(50);
});

test('no line of a log holds a text that somebody wrote, an address, a password, a code or a token', () => {
  const log = lines.join('\n');
  const told = secrets.filter((secret) => log.includes(JSON.stringify(secret).slice(1, -1)));
  const where = told.map((secret) => [
    secret,
    lines.find((line) => line.includes(JSON.stringify(secret).slice(1, -1))),
  ]);
  expect(where).toEqual([]);
});
