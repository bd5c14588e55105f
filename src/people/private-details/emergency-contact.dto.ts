import { IsBoolean, IsIn } from 'class-validator';
import { TelephoneNumber } from '../../platform/http/typed-fields.js';
import { CrisisSignpost } from '../../college/college.dto.js';
import { PlainText } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type LimitOfConfidence, limitsOfConfidence } from './emergency-contact.rules.js';

/** Somebody to call if I or others are in danger, and never for anything else. */
export class EmergencyContactBody {
  /** Their name. At most 100 characters. */
  @PlainText(100) name: string;
  /** What they are to me. At most 100 characters. @example "a friend" */
  @PlainText(100) relation: string;
  /** Their number, with country code where it helps. @example "+1 555 0100" */
  @TelephoneNumber() phone: string;
  /** Whether they know that I come here; if not, nobody will say it. */
  @IsBoolean() knowsAboutCollege: boolean;
}

export const emergencyContactActs = ['change', 'remove'] as const;

/** My emergency contact. */
export class EmergencyContactDto extends EmergencyContactBody {
  /** What I may do with it: `change`, `remove`. */
  @IsIn(emergencyContactActs, { each: true }) can: (typeof emergencyContactActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Why the emergency contact is needed. */
export class EmergencyContactUseBody {
  /**
   * `harm_to_self`, `harm_to_others`, `child` or `illegal`; there is no other reason. The person will see it.
   * @example harm_to_self
   */
  @PlainText(64) reason: string;
}

/**
 * The emergency contact of somebody in danger. That it was opened, by whom and why is visible to them and to every
 * administrator.
 */
export class OpenedEmergencyContactDto {
  /** Id of this use. */
  id: string;
  /** Whose contact it is. */
  personId: string;
  /** Their name. */
  name: string;
  /** What they are to the person. */
  relation: string;
  /** Their number. */
  phone: string;
  /** Whether they know that the person comes here. If not, say nothing of the college. */
  knowsAboutCollege: boolean;
  /** Why it was opened. */
  @IsIn(limitsOfConfidence) reason: LimitOfConfidence;
  /** When (RFC 3339, UTC). */
  usedAt: string;
  /** Where to find help at once. */
  crisisSignposts: CrisisSignpost[];
}

/** One time that somebody opened my emergency contact. */
export class EmergencyContactUseDto {
  /** Id of the use. */
  id: string;
  /** Who opened it. */
  usedBy: string;
  /** What they were called then, also when they changed their name or left since. */
  usedByName: string | null;
  /** Why. */
  @IsIn(limitsOfConfidence) reason: LimitOfConfidence;
  /** When (RFC 3339, UTC). */
  usedAt: string;
}

/** When my emergency contact was opened, newest first. */
export class EmergencyContactUsePage extends PageOf(EmergencyContactUseDto) {
  /** Where to find help at once. */
  crisisSignposts: CrisisSignpost[];
}
