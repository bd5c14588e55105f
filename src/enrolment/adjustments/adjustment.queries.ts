import type { AdjustmentState } from './adjustment.rules.js';

/** An adjustment as it is stored: its words are sealed. */
export interface AdjustmentRow {
  id: string;
  enrolmentId: string;
  personId: string;
  runId: string;
  supportNeedId: string | null;
  state: AdjustmentState;
  ownerId: string | null;
  keyId: string;
  wish: Buffer;
  action: Buffer | null;
  reason: Buffer | null;
  alternative: Buffer | null;
  met: boolean | null;
  version: number;
}

/** What of it is sealed, each by itself. */
export const sealedParts = ['wish', 'action', 'reason', 'alternative'] as const;

export type SealedPart = (typeof sealedParts)[number];

/** Adjustments `a`, each with its enrolment `e`; the condition follows. */
export const adjustments = `
  select a.id, a.enrolment_id as "enrolmentId", e.person_id as "personId", e.run_id as "runId",
    a.support_need_id as "supportNeedId", a.state, a.owner_id as "ownerId", a.key_id as "keyId", a.wish, a.action,
    a.reason, a.alternative, a.met, a.version
  from adjustment a
  join enrolment e on e.id = a.enrolment_id`;

/** What the words of one part are bound to, so that they open nowhere else. */
export const placeOf = (id: string, part: SealedPart) => `adjustment ${part} ${id}`;
