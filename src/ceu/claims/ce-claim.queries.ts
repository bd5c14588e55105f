import { type Actor, is } from '../../platform/actor.js';
import { instant } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { type Order, reversed } from '../../platform/listing/listing.js';
import type { RecordedOrder } from '../../platform/http/page-query.dto.js';
import type { ClaimState } from './ce-claim.rules.js';
import type { ExternalCeClaimDto } from './ce-claim.dto.js';
import { ExternalCeClaim } from './external-ce-claim.entity.js';

/** A claim as it is stored, with what it names. */
export type ClaimRow = ExternalCeClaim & Pick<ExternalCeClaimDto, 'evidence'>;

export const claimColumns = `
  ${columnsOf(ExternalCeClaim, 'c')},
    coalesce(
      (
        select json_agg(
          json_build_object(
            'id', f.id, 'mediaType', f.media_type, 'size', f.size,
            'addedAt', ${instant('f.added_at')}
          )
          order by f.id
        )
        from ce_evidence_file f
        where f.claim_id = c.id
      ),
      '[]'
    ) as evidence`;

export const claimRows = `select ${claimColumns} from external_ce_claim c`;

const newest: Order = { id: 'c.id', descending: true };
export const claimOrders: Record<RecordedOrder, Order> = { newest, oldest: reversed(newest) };

const mine: Partial<Record<ClaimState, ExternalCeClaimDto['can'][number]>> = {
  returned: 'hand_in_again',
  rejected: 'appeal',
  accepted_part: 'appeal',
};
const reviewers: Partial<Record<ClaimState, ExternalCeClaimDto['can']>> = {
  submitted: ['review', 'decide'],
  under_review: ['decide'],
  appealed: ['decide'],
};

/** What this person may do with it now: one appeals once. */
function claimActions(actor: Actor, { personId, state, appealedAt }: ClaimRow): ExternalCeClaimDto['can'] {
  if (personId !== actor.personId) return is(actor, 'administrator') ? (reviewers[state] ?? []) : [];
  const step = mine[state];
  if (step === undefined || (step === 'appeal' && appealedAt !== null)) return [];
  return [step];
}

export function presentClaim(actor: Actor, claim: ClaimRow): ExternalCeClaimDto {
  return {
    id: claim.id,
    personId: claim.personId,
    provider: claim.provider,
    title: claim.title,
    startsOn: claim.startsOn,
    endsOn: claim.endsOn,
    minutes: claim.minutes,
    category: claim.category,
    mode: claim.mode,
    monitored: claim.monitored,
    kind: claim.kind,
    objectives: claim.objectives,
    presenter: claim.presenter,
    state: claim.state,
    submittedAt: claim.submittedAt.toISOString(),
    acceptedMinutes: claim.acceptedMinutes,
    decidedAt: claim.decidedAt?.toISOString() ?? null,
    reasons: claim.reasons,
    appeal: claim.appeal,
    evidence: claim.evidence,
    can: claimActions(actor, claim),
    version: claim.version,
  };
}
