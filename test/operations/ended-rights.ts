import { CertificateService } from '../../src/certificates/certificate.service.js';
import { automatic } from '../../src/platform/actor.js';
import { Database } from '../../src/platform/database/database.js';
import { newId } from '../../src/platform/ids.js';
import { hashOfSpokenCode } from '../../src/platform/secrets.js';
import { aWorld } from '../access/world.js';
import { aPlace, saysContact } from '../attendance/a-course.js';
import type { Response } from 'supertest';
import { anEntry, letShareWith, share } from '../journals/journal.js';
import { anAccount, connectApp, holding, password, shownBy } from '../people/account.js';
import { anAccountInUse, aUsedCard, cardMakers } from '../people/cards.js';
import { aLearner, aPerson, signedInAgain, type TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';

export type As = (person: TestPerson | undefined) => Promise<TestPerson>;

/** A right that stood when the backup was made. */
export interface Right {
  /** Ends it as people do. */
  ends: (college: TestCollege, as: As) => Promise<unknown>;
  /** SQL that says whether it stands, about this id. */
  stands: string;
  id: string;
}

/** The hash of a code, as SQL. */
const hashed = (code = '') => `'\\x${hashOfSpokenCode(code).toString('hex')}'`;

const another = 'nine slow barges in the mist';

/** Whatever the route answers when it did it. */
async function done(call: Promise<Response>): Promise<Response> {
  const answer = await call;
  if (answer.status >= 300) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
}

/** One right of every kind that the log beside the keys knows. */
export async function rightsOfEveryKind(college: TestCollege): Promise<Record<string, Right>> {
  const makers = await cardMakers(college);
  const world = await aWorld(college);
  const { things } = world;
  const { own: owner } = things.enrolment;
  const facilitator = things['learning-plan'].related;
  const plan = things['learning-plan'].id;

  const [erased, leaver, pauser, named, narrowed] = [
    await aLearner(college),
    await aLearner(college),
    await aLearner(college),
    await aLearner(college),
    await aLearner(college),
  ];
  const [analyst, mo] = [
    await aPerson(college, { roles: ['panel_member'] }),
    await aPerson(college, { roles: ['administrator'] }),
  ];
  const post = (to: TestCollege, path: string, body: object) => to.http.post(`/api/v1${path}`).send(body);

  await done(named.put('/me/consents/photo', { given: true }));
  const contact = { name: 'Kim', relation: 'sister', phone: '+1 555 0100', knowsAboutCollege: true };
  await done(named.put('/me/emergency-contact', contact));
  const need = { kind: 'mobility', text: 'A seat by the door', shareWithFacilitators: true };
  const { body: shown } = await done(named.post('/me/support-needs', need));
  await saysContact(college, narrowed, { email: { allowed: true }, inApp: { allowed: true } });

  // Ways into an account.
  const [changing, coded, renewing] = [await anAccount(college), await anAccount(college), await anAccount(college)];
  const [{ hash: oldHash }] = await college.sql.query(
    'select password_hash as hash from credential where person_id = $1',
    [changing.person.id],
  );
  const closing = { channels: { inApp: { allowed: true } }, resetByEmail: false };
  const codes: string[] = [];
  for (const { person } of [coded, renewing]) {
    const answer = await done(person.put('/me/safe-contact', closing));
    codes.push(answer.body.passwordRecoveryCodes[0]);
  }
  const factor = [];
  for (let each = 0; each < 2; each++) {
    const account = await anAccount(college);
    const { accessToken } = (await account.signIn()).body;
    const secret = await connectApp(college, accessToken);
    college.clock.forward({ seconds: 30 });
    const made = await holding(college, accessToken).post('/me/second-factor/recovery-codes');
    factor.push({ account, secret, codes: made.body.recoveryCodes as string[], accessToken });
  }
  const [using, replacing] = factor;
  const inUse = await anAccountInUse(college, makers.first);
  const used = await aUsedCard(college, makers.first, makers.second, inUse.id);

  // Shared with somebody.
  const [author, reader] = [await aLearner(college), await aPerson(college)];
  letShareWith(college, author, reader);
  const entry = await anEntry(author);
  await share(author, entry, reader);
  const planner = await aLearner(college);
  const placed = await aPlace(college, planner, things.run.id);
  await done(planner.put('/me/safety-plan', { whatHelps: 'A walk' }));
  await done(planner.post('/me/safety-plan/activation'));
  await done(planner.put(`/enrolments/${placed}/safety-plan-share`, {}));
  const { body: release } = await done(owner!.post('/me/transcript-releases', { recipient: 'A board' }));

  const live = (table: string, condition: string) =>
    `select exists (select from ${table} t where ${condition}) as stands`;
  return {
    person_erased: {
      ends: async (_, as) => done((await as(erased)).post('/me/erasure')),
      stands: live('person', 't.id = $1 and t.erased_at is null and t.email is not null'),
      id: erased.id,
    },
    contact_narrowed: {
      ends: async (_, as) =>
        done((await as(narrowed)).put('/me/safe-contact', { channels: { inApp: { allowed: true } } })),
      stands: `select s.channels -> 'email' ->> 'allowed' = 'true' as stands from safe_contact s where s.person_id = $1 order by s.version desc limit 1`,
      id: narrowed.id,
    },
    consent_withdrawn: {
      ends: async (_, as) => done((await as(named)).put('/me/consents/photo', { given: false })),
      stands: `select c.state = 'given' as stands from consent c where c.person_id = $1 and c.purpose = 'photo' order by c.number desc limit 1`,
      id: named.id,
    },
    role_ended: {
      ends: async (_, as) => done((await as(mo)).delete(`/people/${analyst.id}/roles/panel_member`)),
      stands: live('role_grant', `t.person_id = $1 and t.role = 'panel_member' and t.ended_at is null`),
      id: analyst.id,
    },
    registration_left: {
      ends: async (_, as) => done((await as(leaver)).post('/me/registration/leaving')),
      stands: live('registration', `t.person_id = $1 and t.state = 'active'`),
      id: leaver.id,
    },
    registration_paused: {
      ends: async (_, as) => done((await as(pauser)).post('/me/registration/pause')),
      stands: live('registration', `t.person_id = $1 and t.state = 'active'`),
      id: pauser.id,
    },
    emergency_contact_removed: {
      ends: async (_, as) => done((await as(named)).delete('/me/emergency-contact')),
      stands: live('emergency_contact', 't.person_id = $1'),
      id: named.id,
    },
    support_need_removed: {
      ends: async (_, as) => done((await as(owner)).delete(`/me/support-needs/${things['support-need'].id}`)),
      stands: live('support_need', 't.id = $1'),
      id: things['support-need'].id,
    },
    support_need_unshared: {
      ends: async (_, as) => {
        const me = await as(named);
        const path = `/me/support-needs/${shown.id}`;
        const etag = (await me.get(path)).headers['etag'] ?? '';
        return done(me.patch(path, { shareWithFacilitators: false }, { 'If-Match': etag }));
      },
      stands: live('support_need', 't.id = $1 and t.shared'),
      id: shown.id,
    },
    password_replaced: {
      ends: async (now) => {
        const { body } = await post(now, '/auth/sign-in', { email: changing.email, password });
        const change = { currentPassword: password, newPassword: another };
        return done(holding(now, body.accessToken).put('/me/password', change));
      },
      stands: live('credential', `t.person_id = $1 and t.password_hash = '${oldHash}'`),
      id: changing.person.id,
    },
    password_card_ended: {
      ends: async (now) => {
        const { body } = await post(now, '/auth/sign-in', { email: inUse.card.signInNumber, password });
        return holding(now, body.accessToken).post(`/me/password-cards/${used.card.cardId}/end`);
      },
      stands: live('password_card', 't.id = $1 and t.ended_at is null'),
      id: used.card.cardId,
    },
    password_code_used: {
      ends: async (now) =>
        post(now, '/auth/password-reset/recovery-code', {
          email: coded.email,
          code: codes[0],
          password: another,
        }),
      stands: `select count(*) = 10 as stands from password_recovery_code c where c.person_id = $1 and c.used_at is null`,
      id: coded.person.id,
    },
    password_codes_renewed: {
      ends: async (_, as) => done((await as(renewing.person)).post('/me/password-recovery-codes')),
      stands: live('password_recovery_code', `t.person_id = $1 and t.hash = ${hashed(codes[1])}`),
      id: renewing.person.id,
    },
    factor_code_used: {
      ends: async (now) =>
        post(now, '/auth/sign-in', {
          email: using?.account.email,
          password,
          code: using?.codes[0],
        }),
      stands: `select count(*) = 10 as stands from recovery_code c where c.person_id = $1 and c.used_at is null`,
      id: using?.account.person.id ?? '',
    },
    factor_codes_renewed: {
      ends: async (now) => {
        now.clock.forward({ seconds: 60 });
        const code = () => shownBy(now, replacing?.secret ?? '');
        const { body } = await post(now, '/auth/sign-in', { email: replacing?.account.email, password, code: code() });
        return holding(now, body.accessToken).post('/me/second-factor/recovery-codes');
      },
      stands: live('recovery_code', `t.person_id = $1 and t.hash = ${hashed(replacing?.codes[0])}`),
      id: replacing?.account.person.id ?? '',
    },
    journal_grant_ended: {
      ends: async (_, as) => done((await as(owner)).delete(`/journal-grants/${things['journal-grant'].id}`)),
      stands: live('journal_grant', 't.id = $1 and t.revoked_at is null and t.sealed_key is not null'),
      id: things['journal-grant'].id,
    },
    journal_entry_deleted: {
      ends: async (_, as) => done((await as(author)).delete(`/journal-entries/${entry.id}`)),
      stands: `select exists (select from journal_entry e where e.id = $1 and e.deleted_at is null)
        or exists (select from journal_grant g where g.entry_id = $1 and g.revoked_at is null) as stands`,
      id: entry.id,
    },
    plan_share_ended: {
      ends: async (_, as) => done((await as(owner)).delete(`/learning-plans/${plan}/shares/${facilitator?.id}`)),
      stands: live('learning_plan_share', 't.plan_id = $1'),
      id: plan,
    },
    plan_advisor_ended: {
      ends: async (_, as) => {
        const me = await as(owner);
        const etag = (await me.get(`/learning-plans/${plan}`)).headers['etag'] ?? '';
        return done(me.delete(`/learning-plans/${plan}/advisor`, { 'If-Match': etag }));
      },
      stands: live('learning_plan', 't.id = $1 and t.advisor_id is not null'),
      id: plan,
    },
    measurement_grant_ended: {
      ends: async (_, as) => done((await as(owner)).delete(`/measurement-grants/${things['measurement-grant'].id}`)),
      stands: live('measurement_grant', 't.id = $1 and t.ended_at is null'),
      id: things['measurement-grant'].id,
    },
    safety_plan_share_ended: {
      ends: async (_, as) => done((await as(owner)).delete(`/enrolments/${things.enrolment.id}/safety-plan-share`)),
      stands: live('safety_plan_share', 't.enrolment_id = $1'),
      id: things.enrolment.id,
    },
    safety_plan_closed: {
      ends: async (_, as) => done((await as(planner)).post('/me/safety-plan/withdrawal')),
      stands: live('safety_plan_share', 't.enrolment_id = $1'),
      id: placed,
    },
    calendar_feed_ended: {
      ends: async (_, as) => done((await as(owner)).delete('/me/calendar-feed')),
      stands: live('calendar_feed', 't.person_id = $1 and t.revoked_at is null'),
      id: owner?.id ?? '',
    },
    transcript_release_ended: {
      ends: async (_, as) => done((await as(owner)).post(`/transcript-releases/${release.id}/withdrawal`)),
      stands: live('transcript_release', `t.id = $1 and t.state = 'authorised'`),
      id: release.id,
    },
    supervision_ended: {
      ends: async (_, as) => done((await as(makers.first)).post(`/supervisions/${things.supervision.id}/ending`)),
      stands: live('supervision', 't.id = $1 and t.ended_on is null'),
      id: things.supervision.id,
    },
    certificate_withdrawn: {
      ends: async (now) => {
        const [{ kind, subjectId }] = await now.sql.query(
          'select kind, subject_id as "subjectId" from certificate where id = $1',
          [things.certificate.id],
        );
        return now.app
          .get(Database)
          .transaction((tx) => now.app.get(CertificateService).withdraw(tx, automatic(newId()), kind, subjectId));
      },
      stands: live('certificate', `t.id = $1 and t.state = 'issued'`),
      id: things.certificate.id,
    },
    assignment_ended: {
      ends: async (_, as) =>
        done(
          (await as(things['offered-assignment'].own)).post(
            `/facilitator-assignments/${things['offered-assignment'].id}/decline`,
          ),
        ),
      stands: live('facilitator_assignment', `t.id = $1 and t.state in ('offered', 'accepted')`),
      id: things['offered-assignment'].id,
    },
  };
}

/** The same person, signed in at another college of the same database. */
export const asAt =
  (college: TestCollege): As =>
  (person) => {
    if (!person) throw new Error('Nobody is there');
    return signedInAgain(college, person);
  };
