import { newId } from '../../src/platform/ids.js';
import { aPerson, signedInAgain, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { runCommand } from '../support/command.js';

let college: TestCollege;
let ada: TestPerson;
let bo: TestPerson;
beforeEach(async () => {
  college = await openTestCollege();
  ada = await aPerson(college, { name: 'Ada', roles: ['administrator'] });
  bo = await aPerson(college, { name: 'Bo', roles: ['administrator'], registered: true });
});
afterEach(() => college.close());

const role = (person: TestPerson) => `/people/${person.id}/roles/administrator`;
const give = (by: TestPerson, person: TestPerson) => by.post(`/people/${person.id}/roles`, { role: 'administrator' });
const confirm = (by: TestPerson, id: string) => by.post(`/role-grants/${id}/confirmation`);
const holds = async (person: TestPerson) => (await person.get('/role-grants')).status === 200;
const told = async (person: TestPerson) => {
  await college.deliver();
  const { items } = (await person.get('/me/messages')).body;
  return items.map(({ kind, subjectId }: Record<string, string>) => `${kind} ${subjectId}`);
};

test('nobody becomes the only administrator, and makes another one, by ending the others (BR-212)', async () => {
  const puppet = await aPerson(college, { name: 'Puppet' });
  const waiting = (await give(ada, puppet)).body;
  expect(waiting).toMatchObject({ state: 'awaiting_second', ending: false, aloneFrom: null });
  const asked = await ada.delete(role(bo));
  expect([asked.status, asked.body]).toEqual([
    200,
    expect.objectContaining({ personId: bo.id, state: 'awaiting_second', ending: true, can: ['decline'] }),
  ]);
  expect(await holds(bo)).toBe(true);
  expect((await confirm(ada, asked.body.id)).body).toMatchObject({ status: 422, code: 'role_end_needs_second' });
  expect((await ada.delete(role(bo))).body.code).toBe('role_awaits_second');
  await ada.post(`/role-grants/${waiting.id}/decline`);
  expect((await give(ada, puppet)).body.state).toBe('awaiting_second');
  expect(await told(bo)).toEqual([`administrator_ending ${asked.body.id}`]);
  expect((await confirm(bo, asked.body.id)).body.code).toBe('role_end_needs_second');
  expect((await bo.post(`/role-grants/${asked.body.id}/decline`)).body).toMatchObject({ state: 'declined' });
});

test('two administrators end the role of a third at once, and all of them hear of both steps (BR-212)', async () => {
  const cy = await aPerson(college, { name: 'Cy', roles: ['administrator'], registered: true });
  const { id } = (await ada.delete(role(cy))).body;
  expect((await bo.get('/role-grants')).body.items).toContainEqual(
    expect.objectContaining({ id, ending: true, can: ['confirm', 'decline'] }),
  );
  expect((await bo.get(`/people/${cy.id}/roles`)).body.items).toContainEqual(
    expect.objectContaining({ id, state: 'awaiting_second', ending: true }),
  );
  expect(await told(bo)).toEqual([`administrator_ending ${id}`]);
  expect((await confirm(bo, id)).body).toMatchObject({ id, state: 'ended', ending: true });
  expect(await holds(cy)).toBe(false);
  const heard = await told(cy);
  expect(heard).toHaveLength(2);
  expect(heard).toContain(`administrator_ending ${id}`);
  expect(heard.join()).toContain('administrators_changed');
});

test('two weeks after asking, whoever asked is enough, and who was ended still counts for two more (BR-212)', async () => {
  const puppet = await aPerson(college, { name: 'Puppet' });
  const { id, aloneFrom } = (await ada.delete(role(bo))).body;
  college.clock.forward({ hours: 14 * 24 - 1 });
  const confirmAnew = async () => (await confirm(await signedInAgain(college, ada), id)).body;
  expect((await confirmAnew()).code).toBe('role_end_needs_second');
  college.clock.forward({ hours: 1 });
  expect(college.clock.now().getTime()).toBeGreaterThanOrEqual(Date.parse(aloneFrom));
  ada = await signedInAgain(college, ada);
  expect((await ada.get(`/role-grants/${id}`)).body.can).toEqual(['confirm', 'decline']);
  expect((await confirm(ada, id)).body.state).toBe('ended');
  const waiting = (await give(ada, puppet)).body;
  expect(waiting.state).toBe('awaiting_second');
  college.clock.forward({ hours: 14 * 24 });
  expect((await give(await signedInAgain(college, ada), puppet)).body.state).toBe('live');
});

test('an end that nobody confirmed in four weeks is over and can be asked for again (BR-212)', async () => {
  const { id } = (await ada.delete(role(bo))).body;
  college.clock.forward({ hours: 28 * 24 });
  ada = await signedInAgain(college, ada);
  expect((await ada.get(`/role-grants/${id}`)).body).toMatchObject({ state: 'expired', can: [] });
  expect((await ada.get('/role-grants')).body.items).toEqual([]);
  expect((await confirm(ada, id)).body).toMatchObject({
    code: 'role_request_over',
    detail: expect.stringContaining('28 days'),
  });
  expect((await ada.delete(role(bo))).body.state).toBe('awaiting_second');
});

test('everybody ends their own at once, but for the last one, and still counts (BR-212)', async () => {
  const puppet = await aPerson(college, { name: 'Puppet' });
  const { id } = (await ada.delete(role(bo))).body;
  expect((await bo.delete(role(bo))).body).toMatchObject({ personId: bo.id, state: 'ended', ending: false });
  expect(await holds(bo)).toBe(false);
  expect((await ada.get(`/role-grants/${id}`)).body.state).toBe('declined');
  expect((await ada.delete(role(ada))).body).toMatchObject({ status: 409, code: 'last_administrator' });
  expect((await give(ada, puppet)).body.state).toBe('awaiting_second');
});

test('asking twice at the same time asks once, and ending needs a second in the database too (BR-212)', async () => {
  const answers = await Promise.all([1, 2, 3, 4].map(() => ada.delete(role(bo))));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  const { id } = answers.find(({ status }) => status === 200)?.body ?? {};
  const decide = `update role_request set state = 'confirmed', decided_by = $2, decided_at = $3 where id = $1`;
  const now = college.clock.now();
  await expect(college.sql.query(decide, [id, ada.id, now])).rejects.toThrow('role_request_second_administrator');
  await expect(college.sql.query(decide, [id, bo.id, now])).rejects.toThrow('role_request_second_administrator');
  const end = `update role_grant set ended_at = $2, ended_by = $3 where person_id = $1 and role = 'administrator'`;
  await expect(college.sql.query(end, [bo.id, now, ada.id])).rejects.toThrow('a second administrator has to confirm');
  await college.sql.query(end, [bo.id, now, bo.id]);
  const grant = `
    insert into role_grant (id, person_id, role, granted_by, granted_at)
    values ($1, $2, 'administrator', $3, $4)`;
  const puppet = await aPerson(college);
  await expect(college.sql.query(grant, [newId(), puppet.id, ada.id, now])).rejects.toThrow(
    'a second administrator has to confirm',
  );
});

test('whoever runs the server ends the role of anybody at once, but for the last one (BR-212)', async () => {
  const { id } = (await ada.delete(role(bo))).body;
  const end = (person: TestPerson) =>
    runCommand(college, 'commands/administrator', {}, ['--end', `${person.id}@example.org`]);
  expect(await end(bo)).toMatchObject({ code: 0, words: expect.stringContaining('no longer an administrator') });
  college.clock.forward({ seconds: 2 });
  expect(await holds(bo)).toBe(false);
  expect((await ada.get(`/role-grants/${id}`)).body.state).toBe('declined');
  expect(await end(bo)).toMatchObject({ code: 1, words: expect.stringContaining('Nobody with this address') });
  const last = await end(ada);
  expect(last.code).not.toBe(0);
  expect(last.words).toContain('last administrator');
  expect(await holds(ada)).toBe(true);
  expect((await runCommand(college, 'commands/administrator')).code).toBe(2);
});
