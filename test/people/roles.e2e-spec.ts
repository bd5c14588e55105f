import { roleRequestMoves, roleRequestStates } from '../../src/people/roles/role.rules.js';
import { newId } from '../../src/platform/ids.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import { aPerson, fromNow, type TestPerson } from '../support/builders.js';
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
  expect(given.body).toMatchObject({
    personId: robin.id,
    role: 'coordinator',
    state: 'live',
    grantedBy: admin.id,
    can: [],
  });
  expect((await admin.get(`/people/${robin.id}`)).body.roles).toEqual(['coordinator', 'learner']);
  expect((await robin.get('/people')).status).toBe(200);

  expect((await admin.delete(`/people/${robin.id}/roles/coordinator`)).body).toMatchObject({ state: 'ended', can: [] });
  expect((await robin.get('/people')).status).toBe(403);
  expect((await admin.delete(`/people/${robin.id}/roles/coordinator`)).status).toBe(404);
});

test('nobody gives a role to themselves', async () => {
  const refused = await admin.post(`/people/${admin.id}/roles`, { role: 'coordinator' });
  expect(refused.body).toMatchObject({ status: 422, code: 'role_not_to_oneself' });
});

test('an analyst never holds a role that reads people, however it is asked', async () => {
  const tally = await aPerson(college);
  const answers = await Promise.all(
    ['analyst', 'facilitator'].map((role) => admin.post(`/people/${tally.id}/roles`, { role })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  expect(answers.find(({ status }) => status === 422)?.body.code).toBe('roles_incompatible');
});

test('giving a role twice at the same time gives it once', async () => {
  const robin = await aPerson(college);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => admin.post(`/people/${robin.id}/roles`, { role: 'facilitator' })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
});

test('the last administrator keeps the role', async () => {
  const refused = await admin.delete(`/people/${admin.id}/roles/administrator`);
  expect(refused.body).toMatchObject({ status: 409, code: 'last_administrator' });
  expect((await admin.get(`/people/${admin.id}/roles`)).status).toBe(200);
});

test('an unknown person is 404 and an unknown role 400', async () => {
  expect((await admin.post('/people/01940000-0000-7000-8000-000000000000/roles', { role: 'facilitator' })).status).toBe(
    404,
  );
  expect((await admin.post(`/people/${admin.id}/roles`, { role: 'owner' })).status).toBe(400);
});

test('staff find people by words of the chosen name, page by page, without contact details', async () => {
  const names = ['Zed Alder', 'Zed Birch', 'Zed Cedar', 'Zed Cedar', 'Zed Dogwood'];
  for (const name of names) expect((await admin.post('/people', { chosenName: name })).status).toBe(201);
  const found: { chosenName: string }[] = [];
  for (let path: string | null = '/people?name=zed&limit=2'; path;) {
    const {
      body,
      headers,
    }: { body: { items: { chosenName: string }[]; next: string | null }; headers: Record<string, string> } =
      await admin.get(path);
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
  expect((await admin.get(`/people?name=alder&limit=1&cursor=${body.next}`)).body).toMatchObject({
    status: 400,
    code: 'invalid_cursor',
  });
});

describe('a third administrator', () => {
  let second: TestPerson;
  beforeAll(async () => (second = await aPerson(college, { name: 'Saffron', roles: ['administrator'] })));

  const askFor = async (person: TestPerson) =>
    (await admin.post(`/people/${person.id}/roles`, { role: 'administrator' })).body;
  const rolesOf = async (person: TestPerson) => (await admin.get(`/people/${person.id}`)).body.roles;

  test('needs two: the grant waits until another administrator confirms it', async () => {
    const robin = await aPerson(college);
    const asked = await askFor(robin);
    expect(asked).toMatchObject({
      role: 'administrator',
      state: 'awaiting_second',
      grantedBy: admin.id,
      can: ['decline'],
    });
    expect(await rolesOf(robin)).toEqual(['learner']);
    expect((await robin.get('/role-grants')).status).toBe(403);
    expect((await askFor(robin)).code).toBe('role_awaits_second');
    expect((await admin.post(`/role-grants/${asked.id}/confirmation`)).body).toMatchObject({
      status: 422,
      code: 'second_administrator_needed',
    });

    const { items } = (await second.get('/role-grants')).body;
    expect(items).toContainEqual(expect.objectContaining({ id: asked.id, can: ['confirm', 'decline'] }));
    expect((await second.post(`/role-grants/${asked.id}/confirmation`)).body).toMatchObject({
      id: asked.id,
      state: 'live',
      grantedBy: admin.id,
    });
    expect(await rolesOf(robin)).toEqual(['administrator', 'learner']);
    expect((await second.post(`/role-grants/${asked.id}/confirmation`)).status).toBe(409);
    expect((await second.post(`/role-grants/${asked.id}/decline`)).status).toBe(409);
    await robin.delete(`/people/${robin.id}/roles/administrator`);
    expect((await second.get(`/role-grants/${asked.id}`)).body.state).toBe('ended');
  });

  test('that nobody confirms in two weeks is over, says so, and can be asked for again', async () => {
    const robin = await aPerson(college);
    const { id } = await askFor(robin);
    await college.sql.query(`update role_request set asked_at = $2 where id = $1`, [
      id,
      fromNow(college, { days: -14 }),
    ]);
    expect((await second.get(`/role-grants/${id}`)).body).toMatchObject({ state: 'expired', can: [] });
    expect((await second.get('/role-grants')).body.items.map((grant: { id: string }) => grant.id)).not.toContain(id);
    expect((await admin.get(`/people/${robin.id}/roles`)).body.items).toHaveLength(1);
    expect((await second.post(`/role-grants/${id}/confirmation`)).body).toMatchObject({
      status: 409,
      code: 'role_request_over',
      detail: expect.stringContaining('14 days'),
    });
    await expect(
      college.sql.query(`update role_request set state = 'confirmed', decided_by = $2, decided_at = $3 where id = $1`, [
        id,
        second.id,
        college.clock.now(),
      ]),
    ).rejects.toThrow('role_request_confirmed_in_time');
    const again = await askFor(robin);
    expect(again.state).toBe('awaiting_second');
    expect((await second.post(`/role-grants/${again.id}/confirmation`)).body.state).toBe('live');
    await robin.delete(`/people/${robin.id}/roles/administrator`);
  });

  test('is not asked for where the person has been erased', async () => {
    const robin = await aPerson(college);
    expect((await robin.post('/me/erasure')).status).toBe(200);
    expect((await admin.post(`/people/${robin.id}/roles`, { role: 'administrator' })).status).toBe(404);
  });

  test('can be declined by the other, or taken back, and be asked for again', async () => {
    const robin = await aPerson(college);
    expect((await second.post(`/role-grants/${(await askFor(robin)).id}/decline`)).body.state).toBe('declined');
    expect((await admin.post(`/role-grants/${(await askFor(robin)).id}/decline`)).body.state).toBe('declined');
    expect((await admin.get(`/people/${robin.id}/roles`)).body.items.map(({ role }: { role: string }) => role)).toEqual(
      ['learner'],
    );
    expect((await askFor(robin)).state).toBe('awaiting_second');
    expect((await admin.get(`/people/${robin.id}/roles`)).body.items).toContainEqual(
      expect.objectContaining({ state: 'awaiting_second' }),
    );
    expect((await second.post('/role-grants/01940000-0000-7000-8000-000000000000/confirmation')).status).toBe(404);
  });

  test('is made once when two confirm at the same time, and never by somebody whose request outlived their role', async () => {
    const third = await aPerson(college, { roles: ['administrator'] });
    const [robin, sam] = [await aPerson(college), await aPerson(college)];
    const asked = await askFor(robin);
    const answers = await Promise.all(
      [second, third].map((each) => each.post(`/role-grants/${asked.id}/confirmation`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    await robin.delete(`/people/${robin.id}/roles/administrator`);

    const byThird = (await third.post(`/people/${sam.id}/roles`, { role: 'administrator' })).body;
    await third.delete(`/people/${third.id}/roles/administrator`);
    expect((await second.post(`/role-grants/${byThird.id}/confirmation`)).body.code).toBe(
      'second_administrator_needed',
    );
    expect((await third.post(`/role-grants/${byThird.id}/confirmation`)).status).toBe(403);
  });

  test('is refused by the database too, without a second or with the same one twice', async () => {
    const robin = await aPerson(college);
    const grant = `
      insert into role_grant (id, person_id, role, granted_by, granted_at)
      values ($1, $2, 'administrator', $3, now())`;
    await expect(college.sql.query(grant, [newId(), robin.id, admin.id])).rejects.toThrow(
      'a second administrator has to confirm this',
    );
    const { id } = await askFor(robin);
    await expect(college.sql.query(grant, [id, robin.id, admin.id])).rejects.toThrow(
      'a second administrator has to confirm this',
    );
    const decide = `update role_request set state = 'confirmed', decided_by = $2, decided_at = now() where id = $1`;
    await expect(college.sql.query(decide, [id, admin.id])).rejects.toThrow('role_request_second_administrator');
    await expect(college.sql.query(decide, [id, robin.id])).rejects.toThrow('role_request_second_administrator');
    await college.sql.query(decide, [id, second.id]);
    await expect(
      college.sql.query(
        `update role_request set state = 'awaiting_second', decided_by = null, decided_at = null where id = $1`,
        [id],
      ),
    ).rejects.toThrow('is not a move');
  });
});

test('the database refuses roles that exclude each other, and a grant that turns into another one', async () => {
  const tally = await aPerson(college, { roles: ['analyst'] });
  const grant = (role: string) =>
    college.sql.query(`insert into role_grant (id, person_id, role, granted_at) values ($1, $2, $3, now())`, [
      newId(),
      tally.id,
      role,
    ]);
  for (const role of ['facilitator', 'coordinator', 'administrator', 'panel_member'])
    await expect(grant(role)).rejects.toThrow('role_grant_compatible');
  await expect(
    college.sql.query(`update role_grant set role = 'coordinator' where person_id = $1 and role = 'analyst'`, [
      tally.id,
    ]),
  ).rejects.toThrow('a grant only ends');
  await college.sql.query(`update role_grant set ended_at = now() where person_id = $1 and role = 'analyst'`, [
    tally.id,
  ]);
  await grant('coordinator');
  await expect(
    college.sql.query(`update role_grant set ended_at = null where person_id = $1 and role = 'analyst'`, [tally.id]),
  ).rejects.toThrow('a grant only ends');
});

test('the database knows the same states and moves of a grant that waits as the code', async () => {
  const [{ words }] = await college.sql.query(
    `select pg_get_constraintdef(oid) as words from pg_constraint where conname = 'role_request_state'`,
  );
  expect([...words.matchAll(/'(\w+)'/g)].map(([, word]) => word).sort()).toEqual([...roleRequestStates].sort());
  const [trigger] = await college.sql.query(
    `select encode(tgargs, 'escape') as words from pg_trigger where tgname = 'role_request_moves'`,
  );
  expect(trigger.words.split('\\000').filter(Boolean).sort()).toEqual(movesOf(roleRequestMoves));
});

test('who becomes staff is signed in no longer than staff are', async () => {
  const robin = await aPerson(college);
  await admin.post(`/people/${robin.id}/roles`, { role: 'facilitator' });
  const [{ hours }] = await college.sql.query(
    `
      select round(extract(epoch from expires_at - $2::timestamptz) / 3600)::int as hours
      from sign_in
      where person_id = $1`,
    [robin.id, college.clock.now()],
  );
  expect(hours).toBe(12);
});
