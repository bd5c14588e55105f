import { periodicDecisions, reviewOutcomes } from '../../src/courses/approval/approval.rules.js';
import {
  contributionRoles,
  contributorMoves,
  contributorStates,
  attributionKinds,
  remunerations,
  signingRoles,
} from '../../src/courses/co-production/contributor.rules.js';
import { declineReasons } from '../../src/courses/proposals/proposal.rules.js';
import {
  deliveryModes,
  publishedStates,
  versionMoves,
  versionStates,
} from '../../src/courses/versions/course-version.rules.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aDraft, approve, signBoth } from './co-production.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const quoted = (words: string) => [...words.matchAll(/'(\w+)'/g)].map(([, word]) => word).sort();

test.each([
  ['course_version_state', versionStates],
  ['course_version_published_is_signed', publishedStates],
  ['course_version_delivery_modes', deliveryModes],
  ['contributor_role', contributionRoles],
  ['course_proposal_role', contributionRoles],
  ['contributor_state', contributorStates],
  ['contributor_credit_kind', attributionKinds],
  ['contributor_remuneration', remunerations],
  ['sign_off_role', signingRoles],
  ['qa_review_outcome', reviewOutcomes],
  ['periodic_review_decision', periodicDecisions],
  ['course_proposal_decline_reason', declineReasons],
])('the database knows the same values for %s as the code', async (constraint, values) => {
  const [found] = await college.sql.query(
    'select pg_get_constraintdef(oid) as words from pg_constraint where conname = $1',
    [constraint],
  );
  expect(quoted(found.words)).toEqual([...values].sort());
});

test.each([
  ['course_version_moves', movesOf(versionMoves)],
  ['contributor_moves', movesOf(contributorMoves)],
])('the database allows the same moves for %s as the code', async (trigger, moves) => {
  const [found] = await college.sql.query(
    `select encode(tgargs, 'escape') as words from pg_trigger where tgname = $1`,
    [trigger],
  );
  expect(found.words.split('\\000').filter(Boolean).sort()).toEqual(moves);
});

describe('the database alone refuses', () => {
  const published = `state = 'published', co_produced = true, published_at = now(), review_due_on = '2099-01-01'`;
  const signedBy = (lived: string, learned: string) => `
    update course_version v
    set ${published}, lived_sign_off_id = a.id, lived_signer_id = a.person_id, learned_sign_off_id = b.id,
      learned_signer_id = b.person_id
    from sign_off a, sign_off b
    where v.id = $1
      and a.version_id = v.id
      and b.version_id = v.id
      and a.as_role = '${lived}'
      and b.as_role = '${learned}'`;

  test('to publish without sign-offs, with one twice, with a void one, or on other content', async () => {
    const group = await aDraft(college);
    await approve(group);
    await signBoth(group);
    const refused = (sql: string) =>
      expect(college.sql.query(sql, [group.versionId])).rejects.toThrow(
        /course_version_(published_is_signed|lived_sign_off|learned_sign_off)/,
      );
    await refused(`update course_version set ${published} where id = $1`);
    await refused(signedBy('lived', 'lived'));
    await refused(signedBy('learned', 'lived'));
    await refused(signedBy('lived', 'learned').replace(published, `${published}, content_hash = 'other'`));
    await college.sql.query(`update sign_off set voided_at = now() where version_id = $1 and as_role = 'lived'`, [
      group.versionId,
    ]);
    await refused(signedBy('lived', 'learned'));
  });

  test('to change what is published, or to delete it', async () => {
    const group = await aDraft(college);
    await approve(group);
    await signBoth(group);
    await college.sql.query(signedBy('lived', 'learned'), [group.versionId]);
    for (const change of [
      `outcomes = '[]'`,
      `materials = '[]'`,
      `summary = 'x'`,
      `co_produced = false`,
      `published_at = null`,
      `content_hash = 'x'`,
    ]) {
      await expect(
        college.sql.query(`update course_version set ${change} where id = $1`, [group.versionId]),
      ).rejects.toThrow();
    }
    await expect(college.sql.query('delete from course_version where id = $1', [group.versionId])).rejects.toThrow();
    await expect(
      college.sql.query(`update course_version set state = 'drafted' where id = $1`, [group.versionId]),
    ).rejects.toThrow('is not a move');
  });
});
