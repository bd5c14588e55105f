import type { OpenAPIObject } from '@nestjs/swagger';
import { ChosenReaders } from '../journals/chosen-readers.js';
import { forgetLimits } from '../support/limits.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { HttpClient } from '../support/http-client.js';
import { applies } from './line.js';
import { callOf, lets, type Place, placesOf } from './matrix.js';
import { Rehearsal } from './rehearsal.js';
import { aWorld, type Kind, type World } from './world.js';

/**
 * What somebody who facilitates a run may still call on days on which its roster is closed, and why. Whatever is not
 * here and answers fails.
 */
const meantBecause: Readonly<Record<string, readonly string[]>> = {
  'says how it was planned and held, and nothing of its learners': [
    'GET /runs/:id/materials',
    'GET /session-series/:id',
    'GET /sessions/:id',
    'GET /sessions/:id/delivery',
    'GET /sessions/:id/debrief',
    'GET /sessions/:id/journal-prompts',
    'GET /sessions/:id/check-in-code',
  ],
  'shows what is asked, or what many answered': [
    'GET /runs/:id/evaluation-form',
    'GET /runs/:id/evaluation-results',
    'GET /sessions/:id/evaluation-form',
    'GET /sessions/:id/evaluation-results',
  ],
  'is about the one who asks': [
    'GET /runs/:id/eligibility',
    'POST /runs/:id/enrolments',
    'POST /sessions/:id/apology',
    'POST /sessions/:id/check-in',
    'POST /sessions/:id/journal-prompts/skipping',
  ],
  'says why people wait, in numbers and reasons': ['GET /runs/:id/waitlist/explanation'],
  'plans, holds or describes sessions': [
    'PATCH /session-series/:id',
    'PATCH /sessions/:id',
    'POST /runs/:id/session-series',
    'POST /runs/:id/sessions',
    'POST /runs/:id/sessions/publication',
    'POST /sessions/:id/cancellation',
    'POST /sessions/:id/delivery',
    'PUT /sessions/:id/delivery',
    'POST /sessions/:id/journal-prompts',
    'DELETE /sessions/:id/journal-prompts/:promptId',
    'POST /sessions/:id/publication',
    'POST /sessions/:id/rescheduling',
    'PUT /sessions/:id/debrief',
  ],
  'records or offers something and answers nothing': ['POST /runs/:id/ce-assessments', 'POST /runs/:id/measurements'],
};
const meant = new Set(Object.values(meantBecause).flat());

/** Things of these kinds are about a run, or about somebody on it. */
const ofRuns: readonly Kind[] = [
  'adjustment',
  'attendance',
  'enrolment',
  'follow-up',
  'held-run',
  'held-session',
  'run',
  'session',
  'series',
];

let college: TestCollege;
let world: World;
let document: OpenAPIObject;
beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
  world = await aWorld(college);
  document = (await college.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
}, 600_000);
afterAll(() => college.close());

test('on days on which the roster is closed, no route tells a facilitator of the people of the run (BR-210)', async () => {
  const client = new HttpClient(college.url, 20_000);
  const made = college.clock.now();
  const rehearsal = await Rehearsal.start(college);
  const { facilitator, learners } = cast();
  const told: string[] = [];
  const asked = new Set<string>();
  const ask = async (when: string, place: Place) => {
    const { route } = place.described;
    await forgetLimits(college);
    const thing = place.line.of && world.things[place.line.of];
    const answer = await rehearsal.once(async () =>
      client.call(callOf(document, place, world, thing, await facilitator.bearer())),
    );
    asked.add(route);
    const closed = answer.status === 403 && answer.text.includes('"code":"roster_closed"');
    const names = answer.status < 300 && learners.some((learner) => answer.text.includes(learner));
    if (place.line.of ? !closed && !meant.has(route) : names) told.push(`${when}: ${route} ${answer.status}`);
  };
  const places = placesOf(college, document).filter(
    ({ line, access }) =>
      lets(access, 'facilitator') &&
      (line.of
        ? ofRuns.includes(line.of) && applies([...line.may, ...(line.sees ?? [])], 'facilitator', 'related')
        : true),
  );
  try {
    for (const [when, days] of [
      ['five months after', 160],
      ['sixty days ahead', -60],
    ] as const) {
      college.clock.moveTo(new Date(made.getTime() + days * 86_400_000).toISOString());
      for (const place of places) if (place.line.of || place.described.method === 'get') await ask(when, place);
    }
  } finally {
    client.close();
    await rehearsal.end();
    college.clock.moveTo(made.toISOString());
  }
  expect(told).toEqual([]);
  expect([...meant].filter((route) => !asked.has(route))).toEqual([]);
}, 300_000);

function cast() {
  const { enrolment, 'follow-up': followUp } = world.things;
  if (!enrolment.related || !enrolment.own || !followUp.own) throw new Error('The world has nobody on a run');
  return {
    facilitator: enrolment.related,
    learners: [enrolment.own.id, followUp.own.id, enrolment.id, world.ids.enrolmentId, followUp.id],
  };
}
