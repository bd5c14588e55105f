/** Which name stands on certificates and transcripts. */
export const printedNames = ['chosen', 'legal', 'custom'] as const;
export type PrintedName = (typeof printedNames)[number];

/** For what an administrator may look up a legal name; the person sees which. */
export const legalNameReasons = ['certificate_check', 'records_request', 'legal_duty', 'safety'] as const;
export type LegalNameReason = (typeof legalNameReasons)[number];

/** What stands where somebody has not said what to call them; never their legal name (BR-159). */
export const unnamed = 'Student';
