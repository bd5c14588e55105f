import { canonicalNewEmail } from '../../platform/text/email-address.rules.js';
import { UsableEmail } from '../account/account-fields.js';
import { IsIn, IsString, Length, MaxLength } from 'class-validator';
import { Digits } from '../../platform/http/typed-fields.js';
import { Omittable, PlainText } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import {
  type ConfirmationWay,
  confirmationWays,
  type ContactChangeKind,
  contactChangeKinds,
  type ContactChangeState,
  contactChangeStates,
} from './contact-change.rules.js';
import { SafeChannels } from './safe-channels.dto.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** Another e-mail address for my account. */
@UsableEmail(canonicalNewEmail)
export class EmailChangeBody {
  /** The new address. @example robin@example.org */
  @IsString() @MaxLength(254) email: string;
}

/** Confirms a change. */
export class ContactConfirmationBody {
  /** The code from the message, where the change is confirmed by e-mail; 8 digits. @example 04711815 */
  @Omittable() @Digits(8, 'fields.contact_code') code?: string;
}

/** Confirms a new address from there. */
export class EmailCompletionBody {
  /** The code from the message to the new address; works once, for 20 minutes. */
  @IsString() @Length(20, 100) code: string;
}

/** Confirms a change of somebody who is here in person. */
export class InPersonConfirmationBody {
  /** What is changed. */
  @IsIn(contactChangeKinds) kind: ContactChangeKind;
  /**
   * How you know that it is them, without anything about health; they can read it. At most 300 characters.
   * @example "She came to the desk and showed her card."
   */
  @PlainText(300) reason: string;
}

/** What was confirmed in person. Nothing of what it says is shown. */
export class InPersonConfirmationDto {
  /** Id of the change. */
  id: string;
  /** What is changed. */
  @IsIn(contactChangeKinds) kind: ContactChangeKind;
  /** When it was confirmed (RFC 3339, UTC). */
  confirmedAt: string;
}

export const contactChangeActs = ['confirm', 'take_back', 'complete'] as const;

/** A change of how I am reached, which waits until it is confirmed on a way that was safe before, or has been. */
export class ContactChangeDto {
  /** Id of the change. */
  id: string;
  /** What is changed. */
  @IsIn(contactChangeKinds) kind: ContactChangeKind;
  /** How it stands. */
  @IsIn(contactChangeStates) state: ContactChangeState;
  /**
   * How it is confirmed: `email` by the code that is sent there in safe hours, `in_app` with a recent sign-in,
   * `in_person` by a coordinator.
   */
  @IsIn(confirmationWays) confirmBy: ConfirmationWay;
  /** The ways that it would make safe; null for a new address. */
  channels: SafeChannels | null;
  /** The new address; null for other changes. */
  email: string | null;
  /** When I asked for it (RFC 3339, UTC). */
  requestedAt: string;
  /** Until when it waits (RFC 3339, UTC). */
  expiresAt: string;
  /** When it was confirmed (RFC 3339, UTC). */
  confirmedAt: string | null;
  /** Who confirmed it in person; null when I did. */
  confirmedBy: string | null;
  /** The same person by name; null where you could not open their record now. */
  @Named('person', 'confirmedBy') confirmedByPerson?: NamedPersonDto | null;
  /** How they knew that it was me. */
  confirmedBecause: string | null;
  /** What I may do with it now: `confirm`, `complete` (from the new address), `take_back`. */
  @IsIn(contactChangeActs, { each: true }) can: (typeof contactChangeActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Changes of how I am reached, newest first. */
export class ContactChangePage extends PageOf(ContactChangeDto) {}
