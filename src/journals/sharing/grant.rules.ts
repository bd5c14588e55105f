export const grantPermissions = ['read', 'comment'] as const;
export type GrantPermission = (typeof grantPermissions)[number];

export const grantStates = ['active', 'expired', 'revoked'] as const;
export type GrantState = (typeof grantStates)[number];

/** Follows from dates alone; an expired grant never comes back (BR-127). */
export function grantState(
  { revokedAt, expiresAt }: { revokedAt: Date | null; expiresAt: Date },
  now: Date,
): GrantState {
  if (revokedAt) return 'revoked';
  return expiresAt.getTime() > now.getTime() ? 'active' : 'expired';
}
