import { unmetCondition, type UnmetGate } from '../../platform/errors/refusal.js';
import { type SigningRole, signingRoles } from '../co-production/contributor.rules.js';
import { courseRefusals } from '../course.refusals.js';

export interface SignOffFact {
  id: string;
  personId: string;
  asRole: SigningRole;
  contentHash: string;
  /** Neither withdrawn nor voided by an edit. */
  live: boolean;
}

export interface SignOffPair {
  lived: SignOffFact;
  learned: SignOffFact;
}

/**
 * Two live sign-offs on this content, one of each experience, by two people; undefined when there is no such pair
 * (BR-3).
 */
export function signedPair(signOffs: readonly SignOffFact[], contentHash: string): SignOffPair | undefined {
  const live = signOffs.filter((signOff) => signOff.live && signOff.contentHash === contentHash);
  for (const lived of live.filter(({ asRole }) => asRole === 'lived')) {
    const learned = live.find(({ asRole, personId }) => asRole === 'learned' && personId !== lived.personId);
    if (learned) return { lived, learned };
  }
  return undefined;
}

/** Why there is no such pair yet: `signoff_missing`, `signoff_stale` or `signoff_same_person` (BR-3). */
export function missingSignOffs(signOffs: readonly SignOffFact[], contentHash: string): UnmetGate[] {
  if (signedPair(signOffs, contentHash)) return [];
  const open = signingRoles.flatMap((role) => {
    const inRole = signOffs.filter(({ asRole }) => asRole === role);
    if (inRole.some((signOff) => signOff.live && signOff.contentHash === contentHash)) return [];
    const onEarlierContent = inRole.some((signOff) => signOff.contentHash !== contentHash);
    return [unmetCondition(onEarlierContent ? courseRefusals.signoff_stale : courseRefusals.signoff_missing, { role })];
  });
  return open.length > 0 ? open : [unmetCondition(courseRefusals.signoff_same_person)];
}
