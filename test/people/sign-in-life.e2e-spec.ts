import type { Role } from '../../src/platform/actor.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { anAccount, holding, password } from './account.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const minute = 1;
const hour = 60 * minute;
const day = 24 * hour;

/** Renews the sign-in after each pause, in minutes, and answers what the last try got. */
async function renewAfter(pauses: number[], roles: readonly Role[] = []): Promise<number> {
  const { signIn } = await anAccount(college, { roles });
  let refreshToken = (await signIn()).body['refreshToken'];
  let status = 200;
  for (const minutes of pauses) {
    college.clock.forward({ minutes });
    const answer = await college.http.post('/api/v1/auth/refresh').send({ refreshToken });
    ({
      status,
      body: { refreshToken },
    } = answer);
  }
  return status;
}

test.each([
  ['a learner may pause for 14 days', [14 * day - minute], [], 200],
  ['a learner is signed out after a pause of more than 14 days', [14 * day + minute], [], 401],
  ['a learner is signed in for up to 30 days', [13 * day, 13 * day, 4 * day - minute], [], 200],
  ['a learner is signed in for no more than 30 days', [13 * day, 13 * day, 4 * day + minute], [], 401],
  ['staff may pause for 60 minutes', [hour - minute], ['facilitator'], 200],
  ['staff are signed out after a pause of more than 60 minutes', [hour + minute], ['analyst'], 401],
  ['staff are signed in for up to 12 hours', [...Array<number>(13).fill(55), 4], ['coordinator'], 200],
  ['staff are signed in for no more than 12 hours', [...Array<number>(13).fill(55), 6], ['coordinator'], 401],
] satisfies [string, number[], Role[], number][])('%s', async (_, pauses, roles, status) => {
  expect(await renewAfter(pauses, roles)).toBe(status);
});

describe('at a computer that others use too', () => {
  const signedIn = async () => {
    const { signIn } = await anAccount(college);
    const { body } = await signIn({ sharedComputer: true });
    return { body, me: holding(college, body['accessToken']) };
  };

  test('there is no refresh token, and the list of my sign-ins says where', async () => {
    const { body, me } = await signedIn();
    expect(body).toMatchObject({ refreshToken: null, accessTokenSeconds: 3600 });
    expect((await me.get('/me/sign-ins')).body.items).toContainEqual(
      expect.objectContaining({ current: true, sharedComputer: true }),
    );
  });

  test('15 minutes without a request end the sign-in', async () => {
    const { me } = await signedIn();
    college.clock.forward({ minutes: 14 });
    expect((await me.get('/me')).status).toBe(200);
    college.clock.forward({ minutes: 14 });
    expect((await me.get('/me')).status).toBe(200);
    college.clock.forward({ minutes: 16 });
    expect((await me.get('/me')).status).toBe(401);
  });

  test('after an hour it is over in any case, also with a new proof', async () => {
    const { me } = await signedIn();
    for (let quarter = 0; quarter < 4; quarter++) {
      expect((await me.get('/me')).status).toBe(200);
      college.clock.forward({ minutes: 14 });
    }
    const proved = holding(
      college,
      (await me.post('/me/sign-ins/current/proof', { password }).expect(200)).body.accessToken,
    );
    college.clock.forward({ minutes: 5 });
    expect((await proved.get('/me')).status).toBe(401);
  });
});
