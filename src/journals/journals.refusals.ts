import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  journal_keys_missing: {
    status: 503,
    title: 'We cannot open your journal right now',
    detail:
      'Your entries are safe, but the key to them is out of reach at the moment. Please try again later, and tell the college if it goes on.',
  },
  journal_entry_deleted: {
    status: 409,
    title: 'This entry is deleted',
    detail: 'You can bring it back until {date}; then you can go on with it.',
  },
  prompt_unknown: {
    status: 422,
    title: 'We do not know this prompt',
    detail:
      'One block answers a prompt that does not exist. Please take prompts from the list, or leave the prompt out.',
  },
  attachment_not_here: {
    status: 422,
    title: 'This attachment is not part of the entry',
    detail: 'One block shows an attachment that was not added to this entry. Please add it first.',
  },
  recipient_not_allowed: {
    status: 422,
    title: 'The entry cannot be shared this way',
    detail: 'Please choose somebody from the list of people you can share with, or ask the person for a new code.',
  },
  grant_too_long: {
    status: 422,
    title: 'That is a long time to share',
    detail: 'An entry can be shared for at most {most} days. You can share it anew afterwards.',
  },
  already_shared: {
    status: 409,
    title: 'This is shared with them already',
    detail: 'This person can read this version already. To change the time, end the sharing first.',
  },
  journal_grant_ended: {
    status: 409,
    title: 'This sharing is over',
    detail: 'It cannot be brought back; you can share the entry anew if you like.',
  },
  attachment_type_unsupported: {
    status: 415,
    title: 'We cannot keep this kind of file',
    detail: 'Please add a picture (JPEG, PNG or WebP) or a recording (MP3, M4A, WAV, Ogg or WebM).',
  },
  attachment_unreadable: {
    status: 422,
    title: 'We could not read this file',
    detail:
      'It may be damaged, larger than {megapixels} million points, or too rich in detail. Please save it again, perhaps smaller, and add it once more.',
  },
  attachments_many: {
    status: 422,
    title: 'This entry holds many things already',
    detail: 'An entry has room for {most} pictures and recordings. Another entry can hold more.',
  },
  attachment_quota: {
    status: 422,
    title: 'Your journal is full',
    detail:
      'There is room for {megabytes} MB of pictures and recordings. You can take some home with an export and remove them here.',
  },
  journal_text_quota: {
    status: 422,
    title: 'Your journal is full',
    detail:
      'There is room for {megabytes} MB of text with its older versions. You can take it home with an export and delete entries here; their room is free again once they are gone.',
  },
  export_used: {
    status: 409,
    title: 'This export was fetched already',
    detail: 'A link works once. Please ask for a new export.',
  },
});

declareConstraints({ journal_grant_only_revoked: 'journal_grant_ended' });
