import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const journalsRefusals = declareRefusals({
  journal_entry_deleted: 409,
  prompt_unknown: [422, '/blocks'],
  attachment_not_here: [422, '/blocks'],
  recipient_not_allowed: [422, '/recipientId', '/recipientCode'],
  grant_too_long: [422, '/days'],
  already_shared: 409,
  journal_grant_ended: 409,
  attachment_type_unsupported: 415,
  attachment_unreadable: 422,
  attachments_many: 422,
  attachment_quota: 422,
  journal_text_quota: 422,
  export_used: 409,
});

declareConstraints({ journal_grant_only_revoked: journalsRefusals.journal_grant_ended });
