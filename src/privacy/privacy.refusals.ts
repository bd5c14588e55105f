import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  last_administrator: {
    status: 422,
    title: 'The college needs somebody who looks after it',
    detail: 'You are its only administrator. Please make somebody else an administrator first; then your account can be erased.',
  },
  facilitates_still: {
    status: 422,
    title: 'Somebody is counting on you',
    detail: 'You have agreed to facilitate runs that are not over yet. Please step down from them first; then your account can be erased.',
  },
  person_erased: { status: 409, title: 'This account was erased', detail: 'Nothing can be added for somebody who has left for good.' },
});

declareConstraints({ person_is_here: 'person_erased', person_erased_stays: 'person_erased' });
