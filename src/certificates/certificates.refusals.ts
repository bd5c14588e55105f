import { declareRefusals } from '../platform/errors/refusal.js';

export const certificatesRefusals = declareRefusals({
  pdf_name_not_printable: 422,
});
