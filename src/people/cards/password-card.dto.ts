import { IsBoolean, IsIn } from 'class-validator';
import { Omittable } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type CardState, cardStates } from '../sign-in/password-card.rules.js';

/** Whom the card is for. */
export class PasswordCardBody {
  /**
   * That I met the person and saw who they are. Needed for somebody who had a password and forgot it. Default: false.
   */
  @Omittable() @IsBoolean() identityChecked?: boolean;
}

/** What staff write on a card and hand over in person. */
export class FirstPasswordCodeDto {
  /** In place of an e-mail address when signing in; it stays. @example 4821093755 */
  signInNumber: string;
  /** Works once, with at most five tries. It is shown this once. */
  code: string;
  /** Until when the code works (RFC 3339, UTC); from its confirmation on it is a day. */
  expiresAt: string;
  /** Id of the card. */
  cardId: string;
  /** Whether the code opens nothing before another member of staff confirmed the card. */
  needsSecond: boolean;
  /** Until when they have to (RFC 3339, UTC); null where nobody does. */
  confirmBy: string | null;
}

/** A member of staff by the name that everybody here uses for them. */
export class CardStaffDto {
  /** Their id. */
  id: string;
  /** Their name; null once they are gone. */
  chosenName: string | null;
}

export const passwordCardActs = ['confirm', 'tell', 'end'] as const;

class CardDatesDto {
  /** Id of the card. */
  id: string;
  /** Waiting for a second person; live: its code works; used; ended by somebody; void: its time is over. */
  @IsIn(cardStates) state: CardState;
  /** Who made it. */
  madeBy: CardStaffDto;
  /** When it was made (RFC 3339, UTC). */
  madeAt: string;
  /** Who confirmed it. */
  confirmedBy: CardStaffDto | null;
  /** When it was confirmed (RFC 3339, UTC). */
  confirmedAt: string | null;
  /** Until when it has to be confirmed or, once it is, used (RFC 3339, UTC). */
  expiresAt: string;
  /** When a password was set with it (RFC 3339, UTC). */
  usedAt: string | null;
  /** Since when the person knows that it was used (RFC 3339, UTC). */
  toldAt: string | null;
  /** From when on it opens what was written before (RFC 3339, UTC); null while that is not known. */
  opensAt: string | null;
  /** When it was ended (RFC 3339, UTC). */
  endedAt: string | null;
  /** What I may do with it now. */
  @IsIn(passwordCardActs, { each: true }) can: (typeof passwordCardActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** A card for somebody's account, as staff see it. */
export class PasswordCardDto extends CardDatesDto {
  /** Whom it is for. */
  personId: string;
  /** The name that everybody here uses for them. */
  chosenName: string | null;
}

/** Cards that wait for a second person, oldest first. */
export class PasswordCardPage extends PageOf(PasswordCardDto) {}

/** One sign-in with the password of a card. */
export class CardSignInDto {
  /** Id of the sign-in. */
  id: string;
  /** The name of the device. */
  device: string | null;
  /** When it began (RFC 3339, UTC). */
  startedAt: string;
  /** When it was last renewed. */
  lastUsedAt: string;
  /** When it was ended; null while it was not. */
  endedAt: string | null;
}

/** A card that the staff made for my account. */
export class MyPasswordCardDto extends CardDatesDto {
  /** Where its password was signed in with, the last first; at most 200. */
  signIns: CardSignInDto[];
}

/** Cards for my account, the newest first; at most 50. */
export class MyPasswordCardPage extends PageOf(MyPasswordCardDto) {}

/** How somebody was told that a card for their account was used. */
export class CardTellingBody {
  /** That I met them and told them myself. */
  @IsIn(['in_person']) how: 'in_person';
}
