import { approvers } from '../../src/ceu/approvals/ce-approval.rules.js';
import { partialCredits } from '../../src/ceu/ledger/ce-award.rules.js';
import { claimModes, claimMoves, claimStates } from '../../src/ceu/claims/ce-claim.rules.js';
import { creditKinds, creditRoles } from '../../src/ceu/ledger/ce-credit.rules.js';
import { entryTypes, reversalCauses } from '../../src/ceu/ledger/ce-ledger.dto.js';
import { releaseMoves, releaseStates } from '../../src/ceu/transcripts/transcript-release.rules.js';
import { roundingRules } from '../../src/ceu/approvals/rounding.rules.js';
import { certificateKinds } from '../../src/certificates/certificate.rules.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

test.each([
  ['ce_approval_approver', approvers],
  ['ce_approval_rounding', roundingRules],
  ['ce_approval_partial_credit', partialCredits],
  ['ce_entry_kind', creditKinds],
  ['ce_entry_role', creditRoles],
  ['ce_entry_type', entryTypes],
  ['ce_entry_cause', reversalCauses],
  ['external_ce_claim_state', claimStates],
  ['external_ce_claim_mode', claimModes],
  ['external_ce_claim_kind', creditKinds],
  ['transcript_release_state', releaseStates],
  ['certificate_kind', certificateKinds],
])('the database knows the same values for %s as the code', async (constraint, values) => {
  const [found] = await college.sql.query(
    'select pg_get_constraintdef(oid) as words from pg_constraint where conname = $1',
    [constraint],
  );
  expect([...found.words.matchAll(/'(\w+)'/g)].map(([, word]) => word).sort()).toEqual([...values].sort());
});

test.each([
  ['external_ce_claim_moves', claimMoves],
  ['transcript_release_moves', releaseMoves],
])('the database allows the same moves for %s as the code', async (trigger, moves) => {
  const [found] = await college.sql.query(
    `select encode(tgargs, 'escape') as words from pg_trigger where tgname = $1`,
    [trigger],
  );
  expect(found.words.split('\\000').filter(Boolean).sort()).toEqual(movesOf(moves));
});
