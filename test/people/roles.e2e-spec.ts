import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let admin: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  admin = await aPerson(college, { name: 'Marlow', roles: ['administrator'] });
});
afterAll(() => college.close());

test('an administrator gives a role, and it works with the next request', async () => {
  const robin = await aPerson(college);
  expect((await robin.get('/people')).status).toBe(403);
  const given = await admin.post(`/people/${robin.id}/roles`, { role: 'coordinator' });
  expect(given.status).toBe(201);
  expect(given.body.roles).toEqual(['coordinator', 'learner']);
  expect((await robin.get('/people')).status).toBe(200);

  expect((await admin.delete(`/people/${robin.id}/roles/coordinator`)).status).toBe(204);
  expect((await robin.get('/people')).status).toBe(403);
  expect((await admin.delete(`/people/${robin.id}/roles/coordinator`)).status).toBe(404);
});

test('nobody gives a role to themselves', async () => {
  const refused = await admin.post(`/people/${admin.id}/roles`, { role: 'coordinator' });
  expect(refused.body).toMatchObject({ status: 422, code: 'role_not_to_oneself' });
});

test('an analyst never holds a role that reads people, however it is asked', async () => {
  const tally = await aPerson(college);
  const answers = await Promise.all(['analyst', 'facilitator'].map((role) => admin.post(`/people/${tally.id}/roles`, { role })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  expect(answers.find(({ status }) => status === 422)?.body.code).toBe('roles_incompatible');
});

test('giving a role twice at the same time gives it once', async () => {
  const robin = await aPerson(college);
  const answers = await Promise.all(Array.from({ length: 8 }, () => admin.post(`/people/${robin.id}/roles`, { role: 'facilitator' })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
});

test('the last administrator keeps the role', async () => {
  const refused = await admin.delete(`/people/${admin.id}/roles/administrator`);
  expect(refused.body).toMatchObject({ status: 409, code: 'last_administrator' });
  expect((await admin.get(`/people/${admin.id}/roles`)).status).toBe(200);
});

test('an unknown person is 404 and an unknown role 400', async () => {
  expect((await admin.post('/people/01940000-0000-7000-8000-000000000000/roles', { role: 'facilitator' })).status).toBe(404);
  expect((await admin.post(`/people/${admin.id}/roles`, { role: 'owner' })).status).toBe(400);
});

test('staff find people by part of the chosen name, page by page, without contact details', async () => {
  const names = ['Zed Alder', 'Zed Birch', 'Zed Cedar', 'Zed Cedar', 'Zed Dogwood'];
  for (const name of names) expect((await admin.post('/people', { chosenName: name })).status).toBe(201);
  const found: { chosenName: string }[] = [];
  for (let path: string | null = '/people?name=zed&limit=2'; path; ) {
    const { body, headers }: { body: { items: { chosenName: string }[]; next: string | null }; headers: Record<string, string> } = await admin.get(path);
    found.push(...body.items);
    expect(Object.keys(body.items[0] ?? {}).sort()).toEqual(['chosenName', 'id', 'pronouns', 'roles', 'version']);
    expect(headers['link'] !== undefined).toBe(body.next !== null);
    path = body.next === null ? null : `/people?name=zed&limit=2&cursor=${body.next}`;
  }
  expect(found.map(({ chosenName }) => chosenName)).toEqual(names);
  expect((await admin.get('/people?name=%25')).body.items).toEqual([]);
});

test('a cursor of another filter is refused', async () => {
  const { body } = await admin.get('/people?name=zed&limit=1');
  expect((await admin.get(`/people?name=alder&limit=1&cursor=${body.next}`)).body).toMatchObject({ status: 400, code: 'invalid_cursor' });
});
