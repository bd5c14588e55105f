import type { OpenAPIObject } from '@nestjs/swagger';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codesOf, impliedCodes, operationsIn } from '../src/platform/openapi/operation-problems.js';
import { answeredFolder, oddRequests } from './support/answered-folder.js';
import { repository } from './support/repository.js';

// Runs after the other tests, over the problems that they were answered (answered-folder.ts).

const document = JSON.parse(readFileSync(join(repository, 'src/openapi.json'), 'utf8')) as OpenAPIObject;
/** Refusals that no test of that operation is answered, each with why; an implied one is answered by none at all. */
const unanswered: Record<string, string> = {
  headers_too_large: 'Node refuses it at the socket, before it knows which operation is meant',
  'POST /api/v1/runs/{id}/notices batch_too_large': 'takes more than two hundred learners on one run',
  bad_request: 'for faults of the framework that have no code of their own, and none is known',
};

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

/** So many of them may be missing at once. */
const metByWalks = 2;

/** One handler answers both: `/certificates/{id}` and `/certificates/{id}.pdf`. */
const ofEitherForm = (line: string): string => line.replace(/\.(?:csv|pdf|html) /, ' ');
/** Codes that any operation may answer that opens what is sealed: that one does stands for all. */
const ofSomeOperation = new Set<string>([...impliedCodes, 'keys_out_of_reach']);
const codeOf = (line: string): string => line.slice(line.lastIndexOf(' ') + 1);

test('whatever an operation answered is listed in the document: name it in @Refuses', () => {
  expect([...answered].filter((each) => !listed.has(each) && !each.startsWith(oddRequests))).toEqual([]);
});

test('whatever an operation lists is answered by it, or by some where it follows from the declaration', () => {
  const inEitherForm = new Set([...answered].map(ofEitherForm));
  const answeredCodes = new Set([...answered].map(codeOf));
  const isAnswered = (line: string) =>
    ofSomeOperation.has(codeOf(line)) ? answeredCodes.has(codeOf(line)) : inEitherForm.has(ofEitherForm(line));
  const never = [...listed].filter((line) => !isAnswered(line));
  const named = never.map((line) => (ofSomeOperation.has(codeOf(line)) ? codeOf(line) : line));
  expect(Object.keys(unanswered).filter((each) => !named.includes(each))).toEqual([]);
  // What only walks at random meet is missing in one run or another.
  const unexplained = [...new Set(named)].filter((each) => !(each in unanswered)).toSorted();
  expect(unexplained.slice(metByWalks)).toEqual([]);
});
