import { Enrolment } from '../../src/enrolment/enrolments/enrolment.entity.js';
import { newId } from '../../src/platform/ids.js';
import { ChosenReaders } from './chosen-readers.js';
import { JournalErasureService } from '../../src/journals/leaving/journal-erasure.service.js';
import { RateLimits } from '../../src/platform/limits/rate-limits.js';
import { aLearner, aPerson, aRun, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { anEntry, attach, etag, letShareWith, picture, share, signInAgain } from './journal.js';

let college: TestCollege;
let robin: TestPerson;
let sam: TestPerson;

beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
  robin = await aLearner(college);
  sam = await aPerson(college, { name: 'Sam', roles: ['facilitator'] });
  letShareWith(college, robin, sam);
});
beforeEach(() => college.app.get(RateLimits).forget());
afterAll(() => college.close());

const read = (reader: TestPerson, entryId: string) => reader.get(`/journal-entries/${entryId}`);

test('sharing names one person, a purpose and an end, 30 days from now if I say nothing (BR-122, BR-127)', async () => {
  const entry = await anEntry(robin, 'For Sam');
  expect((await robin.get(`/journal-entries/${entry.id}/recipients`)).body).toEqual({
    items: [{ id: sam.id, chosenName: 'Sam' }],
    next: null,
  });
  const grant = await share(robin, entry, sam, { purpose: 'before we meet' });
  expect(grant).toMatchObject({
    reader: { id: sam.id, chosenName: 'Sam' },
    purpose: 'before we meet',
    state: 'active',
    permission: 'read',
    can: ['revoke'],
  });
  expect((new Date(grant.expiresAt).getTime() - new Date(grant.grantedAt).getTime()) / 86_400_000).toBe(30);
  const seen = await read(sam, entry.id);
  expect(seen.body).toMatchObject({
    blocks: [{ text: 'For Sam' }],
    can: [],
    createdAt: null,
    version: 1,
    shared: { grantId: grant.id, by: { id: robin.id, chosenName: 'Robin' }, purpose: 'before we meet' },
  });
  expect(seen.body.crisisSignposts.length).toBeGreaterThan(0);
});

test.each([{ purpose: undefined }, { versionId: undefined }])(
  'sharing without a part of it is refused: %j',
  async (lack) => {
    const entry = await anEntry(robin);
    expect(
      (
        await robin.post(`/journal-entries/${entry.id}/grants`, {
          versionId: entry.versionId,
          recipientId: sam.id,
          purpose: 'talk',
          ...lack,
        })
      ).status,
    ).toBe(400);
  },
);

test('a reader sees exactly the version that was shared, also after later changes (BR-125)', async () => {
  const entry = await anEntry(robin, 'First words', { title: 'One' });
  await share(robin, entry, sam);
  await robin.patch(`/journal-entries/${entry.id}`, { title: 'Two', blocks: [{ text: 'Second words' }] }, etag(1));
  const { body } = await read(sam, entry.id);
  expect(body).toMatchObject({
    title: 'One',
    blocks: [{ text: 'First words' }],
    version: 1,
    versionId: entry.versionId,
  });
  const newer = (await robin.get(`/journal-entries/${entry.id}`)).body;
  expect(newer.versionId).not.toBe(entry.versionId);
  expect((await sam.get(`/journal-versions/${newer.versionId}`)).status).toBe(404);
  expect((await sam.get(`/journal-versions/${entry.versionId}`)).status).toBe(404);
});

test('the end of sharing works at the next request, conditional ones too (BR-125)', async () => {
  const entry = await anEntry(robin);
  const grant = await share(robin, entry, sam);
  const seen = await read(sam, entry.id);
  expect((await robin.delete(`/journal-grants/${grant.id}`)).status).toBe(204);
  expect((await robin.delete(`/journal-grants/${grant.id}`)).status).toBe(204);
  expect(
    (await sam.get(`/journal-entries/${entry.id}`, { 'if-none-match': String(seen.headers['etag']) })).status,
  ).toBe(404);
  expect((await sam.get('/shared-with-me')).body.items.map(({ id }: { id: string }) => id)).not.toContain(grant.id);
  expect((await robin.get(`/journal-grants/${grant.id}`)).body).toMatchObject({ state: 'revoked', can: [] });
});

test('a grant ends by its date and never comes back; sharing anew is possible (BR-127)', async () => {
  const entry = await anEntry(robin);
  const grant = await share(robin, entry, sam, { days: 1 });
  college.clock.forward({ days: 1, minutes: 1 });
  expect((await read(sam, entry.id)).status).toBe(404);
  expect((await robin.get(`/journal-grants/${grant.id}`)).body.state).toBe('expired');
  for (const change of [`expires_at = expires_at + interval '5 days'`, `revoked_at = null, reader_id = author_id`]) {
    await expect(college.sql.query(`update journal_grant set ${change} where id = $1`, [grant.id])).rejects.toThrow();
  }
  await signInAgain(college, robin);
  await share(robin, entry, sam);
  expect((await read(sam, entry.id)).status).toBe(200);
});

test.each([
  [180, 201],
  [181, 422],
])('sharing for %i days answers %i (BR-127)', async (days, status) => {
  const entry = await anEntry(robin);
  const answer = await robin.post(`/journal-entries/${entry.id}/grants`, {
    versionId: entry.versionId,
    recipientId: sam.id,
    purpose: 'talk',
    days,
  });
  expect(answer.status).toBe(status);
});

test('deleting an entry ends its sharing, and bringing it back does not renew it (BR-132)', async () => {
  const entry = await anEntry(robin);
  const grant = await share(robin, entry, sam);
  await robin.delete(`/journal-entries/${entry.id}`);
  expect((await read(sam, entry.id)).status).toBe(404);
  await robin.post(`/journal-entries/${entry.id}/restoration`);
  expect((await read(sam, entry.id)).status).toBe(404);
  expect((await robin.get(`/journal-grants/${grant.id}`)).body.state).toBe('revoked');
});

test('sharing twice with the same person is told, also when both happen at once', async () => {
  const entry = await anEntry(robin);
  const wish = { versionId: entry.versionId, recipientId: sam.id, purpose: 'talk' };
  const answers = await Promise.all([1, 2, 3].map(() => robin.post(`/journal-entries/${entry.id}/grants`, wish)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
});

test('whoever is not on my list gets the same refusal, whoever it is (BR-126)', async () => {
  const entry = await anEntry(robin);
  const others = [
    newId(),
    robin.id,
    (await aPerson(college, { roles: ['analyst'] })).id,
    (await aPerson(college, { roles: ['panel_member'] })).id,
    (await aPerson(college, { roles: ['administrator'] })).id,
  ];
  const answers = [];
  for (const recipientId of others)
    answers.push(
      await robin.post(`/journal-entries/${entry.id}/grants`, {
        versionId: entry.versionId,
        recipientId,
        purpose: 'talk',
      }),
    );
  answers.push(
    await robin.post(`/journal-entries/${entry.id}/grants`, {
      versionId: entry.versionId,
      recipientCode: 'ABCD-EFGH-JKMN-PQRS',
      purpose: 'talk',
    }),
  );
  answers.push(
    await robin.post(`/journal-entries/${entry.id}/grants`, { versionId: entry.versionId, purpose: 'talk' }),
  );
  // The pointer names the field that was sent.
  for (const { status, body } of answers)
    expect([status, { ...body, requestId: '', errors: [] }]).toEqual([
      422,
      { ...answers[0]?.body, requestId: '', errors: [] },
    ]);
  expect(answers[0]?.body.code).toBe('recipient_not_allowed');
});

test('an analyst, or whoever decides on my application, is no reader, even with a code and on a list (BR-126)', async () => {
  const author = await aLearner(college);
  const analyst = await aPerson(college, { roles: ['analyst'] });
  const panellist = await aPerson(college, { roles: ['panel_member'] });
  letShareWith(college, author, analyst, panellist);
  college.app.get(ChosenReaders).exclude(author, panellist);
  const entry = await anEntry(author);
  expect((await author.get(`/journal-entries/${entry.id}/recipients`)).body.items).toEqual([]);
  for (const reader of [analyst, panellist]) {
    const { code } = (await reader.post('/journal-reader-codes')).body;
    for (const recipient of [{ recipientId: reader.id }, { recipientCode: code }]) {
      const answer = await author.post(`/journal-entries/${entry.id}/grants`, {
        versionId: entry.versionId,
        purpose: 'talk',
        ...recipient,
      });
      expect(answer.body).toMatchObject({ status: 422, code: 'recipient_not_allowed' });
    }
  }
});

test('a reader who becomes an analyst finds nothing any more, in no way (BR-126)', async () => {
  const [author, reader, admin] = [
    await aLearner(college),
    await aPerson(college),
    await aPerson(college, { roles: ['administrator'] }),
  ];
  letShareWith(college, author, reader);
  const written = await anEntry(author, 'For somebody who was not an analyst then');
  const attached = await attach(college, author, written.id, await picture());
  const entry = (
    await author.patch(
      `/journal-entries/${written.id}`,
      { blocks: [{ attachmentId: attached.body.id }] },
      etag(written.version),
    )
  ).body;
  await share(author, entry, reader, { permission: 'comment' });
  await reader.post(`/journal-entries/${entry.id}/comments`, { text: 'seen' });
  const statuses = async () => {
    const found = [];
    for (const way of [
      `/journal-entries/${entry.id}`,
      `/journal-entries/${entry.id}/comments`,
      `/journal-attachments/${attached.body.id}`,
    ])
      found.push((await reader.get(way)).status);
    return found;
  };
  expect(await statuses()).toEqual([200, 200, 200]);
  expect((await reader.get('/shared-with-me')).body.items).toHaveLength(1);
  expect((await admin.post(`/people/${reader.id}/roles`, { role: 'analyst' })).status).toBe(201);
  expect(await statuses()).toEqual([404, 404, 404]);
  expect((await reader.post(`/journal-entries/${entry.id}/comments`, { text: 'still here' })).status).toBe(404);
  expect((await reader.get('/shared-with-me')).body).toEqual({ items: [], next: null });
});

test('a reader may hand over a code that works once, for twenty minutes', async () => {
  const friend = await aLearner(college, { name: 'Kim' });
  const { code } = (await friend.post('/journal-reader-codes')).body;
  expect(code).toMatch(/^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$/);
  const entry = await anEntry(robin);
  const grant = await share(robin, entry, friend, {
    recipientId: undefined,
    recipientCode: code.toLowerCase().replaceAll('-', ' '),
  });
  expect(grant.reader).toEqual({ id: friend.id, chosenName: 'Kim' });
  const other = await anEntry(robin);
  const again = await robin.post(`/journal-entries/${other.id}/grants`, {
    versionId: other.versionId,
    recipientCode: code,
    purpose: 'talk',
  });
  expect(again.body.code).toBe('recipient_not_allowed');
  const late = (await friend.post('/journal-reader-codes')).body.code;
  college.clock.forward({ minutes: 21 });
  await signInAgain(college, robin);
  expect(
    (
      await robin.post(`/journal-entries/${other.id}/grants`, {
        versionId: other.versionId,
        recipientCode: late,
        purpose: 'talk',
      })
    ).body.code,
  ).toBe('recipient_not_allowed');
});

test('sharing needs a sign-in from the last ten minutes', async () => {
  const entry = await anEntry(robin);
  college.clock.forward({ minutes: 11 });
  const answer = await robin.post(`/journal-entries/${entry.id}/grants`, {
    versionId: entry.versionId,
    recipientId: sam.id,
    purpose: 'talk',
  });
  expect(answer.body).toMatchObject({ status: 401, code: 'sign_in_again' });
  expect(answer.headers['www-authenticate']).toContain('insufficient_user_authentication');
  await signInAgain(college, robin);
  await share(robin, entry, sam);
});

test("the author sees every read by others, and their own reading is nobody's business (I-49)", async () => {
  const entry = await anEntry(robin);
  const grant = await share(robin, entry, sam);
  await read(robin, entry.id);
  await read(sam, entry.id);
  await read(sam, entry.id);
  const { body } = await robin.get(`/journal-entries/${entry.id}/reads`);
  expect(body.items).toHaveLength(2);
  expect(body.items[0]).toMatchObject({ grantId: grant.id, reader: { id: sam.id, chosenName: 'Sam' }, what: 'entry' });
  expect((await sam.get(`/journal-entries/${entry.id}/reads`)).status).toBe(404);
});

test('a reader may comment when allowed; reader and author see it, other readers do not, the author may remove it', async () => {
  const kim = await aLearner(college, { name: 'Kim' });
  letShareWith(college, robin, kim);
  const entry = await anEntry(robin);
  await share(robin, entry, sam, { permission: 'comment' });
  await share(robin, entry, kim, { permission: 'comment' });
  expect((await read(sam, entry.id)).body.can).toEqual(['comment']);
  const comment = await sam.post(`/journal-entries/${entry.id}/comments`, { text: 'Thank you for\nsharing.' });
  expect(comment.body).toMatchObject({
    text: 'Thank you for\nsharing.',
    by: { id: sam.id, chosenName: 'Sam' },
    versionId: entry.versionId,
    can: ['remove'],
  });
  const texts = async (person: TestPerson) =>
    (await person.get(`/journal-entries/${entry.id}/comments`)).body.items.map(({ text }: { text: string }) => text);
  expect([await texts(robin), await texts(sam), await texts(kim)]).toEqual([
    ['Thank you for\nsharing.'],
    ['Thank you for\nsharing.'],
    [],
  ]);
  expect((await kim.delete(`/journal-comments/${comment.body.id}`)).status).toBe(404);
  expect((await robin.delete(`/journal-comments/${comment.body.id}`)).status).toBe(204);
  expect(await texts(sam)).toEqual([]);
});

test('without the permission, or after it ended, nobody comments', async () => {
  const entry = await anEntry(robin);
  const grant = await share(robin, entry, sam, { permission: 'read' });
  for (const who of [sam, robin])
    expect((await who.post(`/journal-entries/${entry.id}/comments`, { text: 'x' })).body).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
  await robin.delete(`/journal-grants/${grant.id}`);
  const anew = await share(robin, entry, sam, { permission: 'comment' });
  await sam.post(`/journal-entries/${entry.id}/comments`, { text: 'x' });
  await robin.delete(`/journal-grants/${anew.id}`);
  expect((await sam.post(`/journal-entries/${entry.id}/comments`, { text: 'y' })).status).toBe(404);
  expect((await sam.get(`/journal-entries/${entry.id}/comments`)).status).toBe(404);
  expect((await robin.get(`/journal-entries/${entry.id}/comments`)).body.items).toMatchObject([{ text: 'x' }]);
});

test('nobody is flooded with comments: after twenty in a minute the writer is asked to wait', async () => {
  const entry = await anEntry(robin);
  await share(robin, entry, sam, { permission: 'comment' });
  college.app.get(RateLimits).forget();
  const answers = [];
  for (let time = 0; time < 21; time++)
    answers.push(await sam.post(`/journal-entries/${entry.id}/comments`, { text: `Word ${time}` }));
  expect(answers.map(({ status }) => status)).toEqual([...Array<number>(20).fill(201), 429]);
  expect(Number(answers[20]?.headers['retry-after'])).toBeGreaterThan(0);
  college.app.get(RateLimits).forget();
  expect((await robin.get(`/journal-entries/${entry.id}/comments`)).body.items).toHaveLength(20);
});

test('a facilitator sees that an entry is shared, by whom and until when, and nothing else (BR-128)', async () => {
  const author = await aLearner(college, { name: 'Ali' });
  const reader = await aPerson(college, { roles: ['facilitator'] });
  letShareWith(college, author, reader);
  await anEntry(author, 'unshared');
  const entry = await anEntry(author, 'shared', { title: 'Title', mood: 'mood', tags: ['hope'] });
  const grant = await share(author, entry, reader);
  const { body } = await reader.get('/shared-with-me');
  expect(body.items).toEqual([
    {
      id: grant.id,
      entryId: entry.id,
      by: { id: author.id, chosenName: 'Ali' },
      until: grant.expiresAt,
      permission: 'read',
    },
  ]);
});

test('my list of recipients are those who accepted to facilitate runs that I have a place on, not those who watch', async () => {
  const author = await aLearner(college);
  const entry = await anEntry(author);
  const run = await aRun(college);
  const [accepted, offered, elsewhere, observer, shadow] = [
    await aPerson(college, { name: 'Jo', roles: ['facilitator'] }),
    await aPerson(college, { roles: ['facilitator'] }),
    await aPerson(college, { roles: ['facilitator'] }),
    await aPerson(college, { roles: ['facilitator'] }),
    await aPerson(college, { roles: ['facilitator'] }),
  ];
  const other = await aRun(college);
  for (const [person, runId, state, part] of [
    [accepted, run.id, 'accepted', 'support'],
    [offered, run.id, 'offered', 'peer'],
    [elsewhere, other.id, 'accepted', 'peer'],
    [observer, run.id, 'accepted', 'observer'],
    [shadow, run.id, 'accepted', 'shadow'],
  ] as const) {
    await college.sql.query(
      `
        insert into facilitator_assignment (id, run_id, person_id, delivery_role, state, offered_at)
        values ($1, $2, $3, $6, $4, $5)`,
      [newId(), runId, person.id, state, college.clock.now(), part],
    );
  }
  await college.sql.manager.insert(Enrolment, {
    id: newId(),
    runId: run.id,
    personId: author.id,
    state: 'confirmed',
    source: 'self',
    joinedAt: college.clock.now(),
    confirmedAt: college.clock.now(),
  });
  expect((await author.get(`/journal-entries/${entry.id}/recipients`)).body.items).toEqual([
    { id: accepted.id, chosenName: 'Jo' },
  ]);
  for (const { id } of [observer, shadow]) {
    const wish = { versionId: entry.versionId, recipientId: id, purpose: 'talk' };
    const refused = await author.post(`/journal-entries/${entry.id}/grants`, wish);
    expect([refused.status, refused.body.code]).toEqual([422, 'recipient_not_allowed']);
  }
});

test('of two authors who use one code at once, one shares', async () => {
  const [ali, kim] = [await aLearner(college), await aLearner(college)];
  const { code } = (await kim.post('/journal-reader-codes')).body;
  const answers = await Promise.all(
    [ali, await aLearner(college)].map(async (author) => {
      const entry = await anEntry(author);
      return author.post(`/journal-entries/${entry.id}/grants`, {
        versionId: entry.versionId,
        recipientCode: code,
        purpose: 'talk',
      });
    }),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  expect((await kim.get('/shared-with-me')).body.items).toHaveLength(1);
});

test('no id that a reader sees tells when the writing began (BR-128)', async () => {
  const entry = await anEntry(robin);
  const attachment = (await attach(college, robin, entry.id, await picture())).body.id;
  college.clock.forward({ minutes: 2 });
  const later = (
    await robin.patch(`/journal-entries/${entry.id}`, { blocks: [{ text: 'x', attachmentId: attachment }] }, etag(1))
  ).body;
  await share(robin, later, sam);
  const { body } = await read(sam, entry.id);
  for (const id of [body.id, body.blocks[0].attachmentId]) expect(id[14]).toBe('4');
});

test('reads that race with the end of sharing see it whole or not at all, and afterwards nobody reads or comments (BR-125)', async () => {
  const entry = await anEntry(robin);
  const grant = await share(robin, entry, sam, { permission: 'comment' });
  const answers = await Promise.all([
    ...Array.from({ length: 6 }, () => read(sam, entry.id)),
    robin.delete(`/journal-grants/${grant.id}`),
    ...Array.from({ length: 4 }, () => sam.post(`/journal-entries/${entry.id}/comments`, { text: 'x' })),
  ]);
  expect(answers.map(({ status }) => status).filter((status) => ![200, 201, 204, 404].includes(status))).toEqual([]);
  expect((await read(sam, entry.id)).status).toBe(404);
  expect((await sam.post(`/journal-entries/${entry.id}/comments`, { text: 'x' })).status).toBe(404);
  const [revoked] = await college.sql.query('select revoked_at from journal_grant where id = $1', [grant.id]);
  expect(
    (
      await college.sql.query('select from journal_read where grant_id = $1 and read_at > $2', [
        grant.id,
        revoked.revoked_at,
      ])
    ).length,
  ).toBeLessThanOrEqual(6);
});

test('when a reader leaves the college and takes everything along, the author sees that, and keeps what others said', async () => {
  const [author, kim] = [await aLearner(college), await aLearner(college, { name: 'Kim' })];
  letShareWith(college, author, sam, kim);
  const entry = await anEntry(author);
  const grants = [];
  for (const reader of [sam, kim]) {
    grants.push(await share(author, entry, reader, { permission: 'comment' }));
    await reader.post(`/journal-entries/${entry.id}/comments`, { text: `by ${reader.id}` });
  }
  await college.app.get(JournalErasureService).shred(kim.id);
  expect((await author.get(`/journal-entries/${entry.id}/comments`)).body.items).toMatchObject([
    { text: `by ${sam.id}` },
  ]);
  const states = [];
  for (const { id } of grants) states.push((await author.get(`/journal-grants/${id}`)).body.state);
  expect(states).toEqual(['active', 'revoked']);
  expect((await read(kim, entry.id)).status).toBe(404);
});

test("when an author's account closes and the journal stays, all sharing ends", async () => {
  const author = await aLearner(college);
  letShareWith(college, author, sam);
  const entry = await anEntry(author);
  const grant = await share(author, entry, sam);
  await college.app.get(JournalErasureService).endSharing(author.id);
  expect((await read(sam, entry.id)).status).toBe(404);
  expect((await author.get(`/journal-grants/${grant.id}`)).body.state).toBe('revoked');
});
