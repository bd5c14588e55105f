import type { OpenAPIObject } from '@nestjs/swagger';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codesOf, operationsIn } from '../src/platform/openapi/operation-problems.js';
import { answeredFolder } from './support/answered-folder.js';
import { repository } from './support/repository.js';

// Runs after the other tests, over the problems that they were answered (answered-folder.ts).

const document = JSON.parse(readFileSync(join(repository, 'src/openapi.json'), 'utf8')) as OpenAPIObject;
const listed = new Set(
  [...operationsIn(document)].flatMap(({ method, path, operation }) =>
    codesOf(document, operation).map((code) => `${method.toUpperCase()} ${path} ${code}`),
  ),
);
const answered = new Set(
  readdirSync(answeredFolder).flatMap((file) =>
    readFileSync(join(answeredFolder, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.replace(/ \d{3} (\w+)$/, ' $1')),
  ),
);

test('the tests were answered many problems', () => {
  expect(answered.size).toBeGreaterThan(2_000);
});

test('whatever an operation answered is listed in the document: name it in @Refuses', () => {
  expect([...answered].filter((each) => !listed.has(each))).toEqual([]);
});
