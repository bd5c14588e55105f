import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  evaluation_given_already: { status: 409, title: 'Thank you, we have it', detail: 'You have answered this already. Since nobody can tell which answers are yours, they cannot be changed.' },
  evaluation_form_changed: { status: 409, title: 'The questions are other ones', detail: 'Others have answered another version of this form. Please load it again and answer that one.' },
  evaluation_ahead: { status: 422, title: 'This has not begun yet', detail: 'You can say what you think of it from its start on.' },
  evaluation_closed: { status: 422, title: 'The time to answer is over', detail: 'The answers have been put together, and one more could be recognised. Please tell a facilitator what you think, if you would like to.' },
  evaluation_item_unknown: { status: 422, title: 'The form has no such item', detail: 'Please load the form and answer its items; you may leave out any.' },
  evaluation_item_taken: { status: 422, title: 'This item is in every form', detail: 'Every form begins with the items more_hopeful and gained_skills. Please give yours another name.' },
});

declareConstraints({
  evaluation_receipt_once: 'evaluation_given_already',
});
