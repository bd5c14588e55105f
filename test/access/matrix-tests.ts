import type { OpenAPIObject } from '@nestjs/swagger';
import { ChosenReaders } from '../journals/chosen-readers.js';
import { openTestCollege, type TestCollege, type TestCollegeOptions } from '../support/college.js';
import { type Cell, everyCell, unmatchedLines } from './matrix.js';
import { aWorld } from './world.js';

/** Every route, called as every role, about one's own, a related, an unrelated and an absent thing (I-13 to I-18). */
export function everyRouteForEveryRole(options: TestCollegeOptions = {}): void {
  let college: TestCollege;
  let cells: Cell[];
  beforeAll(async () => {
    college = await openTestCollege({ providers: [ChosenReaders], ...options });
    const { body } = await college.http.get('/openapi.json').expect(200);
    cells = await everyCell(await aWorld(college), body as OpenAPIObject);
  }, 600_000);
  afterAll(() => college.close());

  test('no route is left out', () => {
    expect(unmatchedLines(college)).toEqual([]);
  });

  test('everybody may what their role and relation allow, and nothing else', () => {
    const unexpected = cells.filter(({ expected, found }) => expected !== found);
    expect(
      unexpected.map(
        ({ route, role, relation, expected, found, answer }) =>
          `${route} as ${role} on ${relation}: expected ${expected}, found ${found} (${answer.status} ${codeOf(answer.text)})`,
      ),
    ).toEqual([]);
  });

  test('what is hidden looks exactly like what is not there', () => {
    const absences = new Map(
      cells
        .filter(({ relation, found }) => relation === 'absent' && found === 'hidden')
        .map((cell) => [cell.route, seen(cell)]),
    );
    const telling = cells.filter(
      (cell) => cell.found === 'hidden' && absences.has(cell.route) && seen(cell) !== absences.get(cell.route),
    );
    expect(
      telling.map(
        (cell) =>
          `${cell.route} as ${cell.role} on ${cell.relation}: ${seen(cell)} instead of ${absences.get(cell.route)}`,
      ),
    ).toEqual([]);
  });
}

/** What a person sees of a refusal: all of it, but the number of the request. */
function seen({ answer: { status, headers, text } }: Cell): string {
  const { 'content-type': type, 'cache-control': cache, 'www-authenticate': challenge, etag } = headers;
  return JSON.stringify([status, type, cache, challenge, etag, text && shownAs(String(type), text)]);
}

const shownAs = (type: string, text: string): unknown =>
  type.includes('json') ? { ...JSON.parse(text), requestId: undefined } : text;

function codeOf(text: string): string {
  return /"code":"(\w+)"/.exec(text)?.[1] ?? '';
}
