import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  evaluation_given_already: { status: 409, title: 'Thank you, we have it', detail: 'You have evaluated this run already. Since nobody can tell which answers are yours, they cannot be changed.' },
});

declareConstraints({ evaluation_receipt_once: 'evaluation_given_already' });
