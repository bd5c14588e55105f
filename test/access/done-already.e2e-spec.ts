import type { OpenAPIObject } from '@nestjs/swagger';
import { ChosenReaders } from '../journals/chosen-readers.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { doneOnce, goneByIt, leadingTo, scenes, signsOut, writesAgain } from './done-already.js';
import { lets, type Place } from './matrix.js';
import { everyRepeat, type Repeat } from './repeats.js';
import { aWorld } from './world.js';

let college: TestCollege;
let repeats: Repeat[];
let unreached: Place[];
beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
  const { body } = await college.http.get('/openapi.json').expect(200);
  ({ repeats, unreached } = await everyRepeat(await aWorld(college), body as OpenAPIObject, leadingTo));
}, 600_000);
afterAll(() => college.close());

const unkind = /\b(cannot|can't|invalid|illegal|must|forbidden|wrong|fail\w*|error|API|\w+_\w+)\b/i;
const saysWhatIsLeft = /please|nothing (is left|left|to)\b|can (be|make|ask)|you can|stays?\b|stands\b|has to begin/i;

/** What is amiss with an answer to what was done already; nothing when it is kind. */
function amiss(
  route: string,
  status: number,
  { code = '', title = '', detail = '' }: Record<string, string>,
): string[] {
  const found: string[] = [];
  const expected = signsOut.includes(route)
    ? [401]
    : route.startsWith('DELETE ') || goneByIt.includes(route)
      ? [404, 409, 422]
      : [409, 422];
  if (!expected.includes(status)) found.push(`answers ${status} ${code}`);
  const blame = unkind.exec(`${title}. ${detail}`)?.[0];
  if (blame) found.push(`${code} says "${blame}"`);
  if (!saysWhatIsLeft.test(detail)) found.push(`${code} does not say what is left to do: ${detail}`);
  return found.map((what) => `${route} ${what}`);
}

const idIn = (text: string): string | undefined => /^\{"id":"([^"]+)"/.exec(text)?.[1];
const isSaving = (route: string): boolean => /^(PATCH|PUT) /.test(route);
/** The same thing, with more written about it. */
const wroteAgain = ({ route, first, second, written }: Repeat): boolean =>
  second.status < 300 && written.length > 0 && !isSaving(route) && idIn(first.text) === idIn(second.text);

test('whatever was done already answers kindly: the same, or that it is done and what is left to do', () => {
  expect(
    repeats
      .filter(({ second }) => second.status >= 300)
      .flatMap(({ route, second: { status, text } }) => amiss(route, status, JSON.parse(text))),
  ).toEqual([]);
});

test('nothing is written twice about the same thing, but where that says something new', () => {
  const twice = repeats.filter(wroteAgain).map(({ route }) => route);
  expect(twice.filter((route) => !(route in writesAgain))).toEqual([]);
  expect(Object.keys(writesAgain).filter((route) => !twice.includes(route))).toEqual([]);
});

test('each step of a learner is walked here, or it says why not', () => {
  const elsewhere = [...Object.keys(scenes), ...Object.values(doneOnce).flat()];
  const isOfLearners = ({ access, line }: Place): boolean =>
    line.may.length === 0 || (lets(access, 'learner') && line.may.some((who) => who === 'own' || who === 'anyone'));
  const routes = unreached.filter(isOfLearners).map(({ described }) => described.route);
  expect(routes.filter((route) => !elsewhere.includes(route))).toEqual([]);
  expect(elsewhere.filter((route) => !unreached.some(({ described }) => described.route === route))).toEqual([]);
});

test.each(Object.entries(scenes))('%s, done twice, answers kindly', async (route, scene) => {
  const step = await scene(college);
  const first = await step();
  expect([Math.floor(first.status / 100), first.body]).toEqual([2, first.body]);
  const second = await step();
  if (second.status >= 300) expect(amiss(route, second.status, second.body)).toEqual([]);
  else expect(second.body['version']).toBe(first.body['version']);
});

test('an offer whose time is over says so', async () => {
  const step = await scenes['POST /enrolments/:id/offer/acceptance']!(college);
  college.clock.forward({ days: 3 });
  const { status, body } = await step();
  expect(amiss('POST /enrolments/:id/offer/acceptance', status, body)).toEqual([]);
});
