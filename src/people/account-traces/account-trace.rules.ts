/** What did not work at an account, each the type of an event. */
export const accountTraces = [
  'sign_in.refused',
  'sign_in.limited',
  'proof.refused',
  'refresh_token.reused',
  'second_factor.refused',
  'second_factor.exhausted',
  'password_card.refused',
  'recovery_code.refused',
  'contact_code.exhausted',
] as const;
export type AccountTraceKind = (typeof accountTraces)[number];

/** What the owner of an account is told of: what did not work there, and what worked where nobody knew the device. */
export const toldOfAccounts = [...accountTraces, 'sign_in.without_device_token'] as const;
