import type { DataRequestKind, DataRequestState } from './data-request.rules.js';

/** A request as it is stored. */
export interface RequestRow {
  id: string;
  personId: string;
  kind: DataRequestKind;
  wish: string | null;
  state: DataRequestState;
  receivedAt: Date;
  dueAt: Date;
  extensionDays: number | null;
  extensionReason: string | null;
  identityCheckedAt: Date | null;
  answeredAt: Date | null;
  reason: string | null;
  complaintRoute: string | null;
  version: number;
}

/** What a step writes beside the state. */
export type Traces = Partial<Pick<RequestRow, 'identityCheckedAt' | 'answeredAt' | 'reason' | 'complaintRoute'>>;

/** Requests `r`; the condition follows. */
export const requests = `
  select r.id, r.person_id as "personId", r.kind, r.wish, r.state, r.received_at as "receivedAt", r.due_at as "dueAt",
    r.extension_days as "extensionDays", r.extension_reason as "extensionReason",
    r.identity_checked_at as "identityCheckedAt", r.answered_at as "answeredAt", r.reason,
    r.complaint_route as "complaintRoute", r.version
  from data_request r`;

/** What an earlier step wrote stays. */
export const stepSql = `
  update data_request
  set state = $2, handled_by = $3, identity_checked_at = coalesce($4, identity_checked_at),
    answered_at = coalesce($5, answered_at), reason = coalesce($6, reason),
    complaint_route = coalesce($7, complaint_route)
  where id = $1`;
