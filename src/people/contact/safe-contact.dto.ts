import { IsBoolean } from 'class-validator';
import { Omittable } from '../../platform/http/dto.js';
import { Nested } from '../../platform/http/nested-fields.js';
import { PageOf } from '../../platform/http/pagination.js';
import { ContactChangeDto } from './contact-change.dto.js';
import { SafeChannels } from './safe-channels.dto.js';

/**
 * How a person may safely be reached. The whole preference is replaced by each PUT, which also confirms it anew. What
 * it takes away is gone at once; what it adds waits until it is confirmed on a way that was safe before.
 */
export class SafeContactBody {
  /** Which ways are safe. */
  @Nested(() => SafeChannels) channels: SafeChannels;

  /** Whether messages must give nothing away on a shared screen. Default: true. */
  @Omittable() @IsBoolean() discreet?: boolean;

  /**
   * Whether the person always makes the first step; then nothing is sent but what they asked for in the service.
   * Default: false.
   */
  @Omittable() @IsBoolean() learnerWillInitiate?: boolean;

  /**
   * Whether a letter may open the way to a new password. Left out: as it was, and true in the first place. Who closes
   * this gets codes in the answer, to keep on paper.
   */
  @Omittable() @IsBoolean() resetByEmail?: boolean;
}

/** How I may safely be reached, as it stands. */
export class SafeContactDto {
  /** Which ways are safe. */
  channels: SafeChannels;
  /** Whether messages give nothing away on a shared screen. */
  discreet: boolean;
  /** Whether I always make the first step. */
  learnerWillInitiate: boolean;
  /** Whether a letter may open the way to a new password. */
  resetByEmail: boolean;
  /** Ten codes for a new password without e-mail, shown this once to whoever has just closed it; null otherwise. */
  passwordRecoveryCodes: string[] | null;
  /** When I last confirmed this (RFC 3339, UTC). */
  confirmedAt: string | null;
  /** Whether it is time to look at this again, since what is safe changes. Sending it once more confirms it. */
  confirmationDue: boolean;
  /** Whether it has not been confirmed for so long that only messages inside this service are used. */
  onlyInApp: boolean;
  /** What I have asked for and still have to confirm. */
  waiting: ContactChangeDto | null;
  /** Rises with each change; 0 while nothing has been said yet. */
  version: number;
}

/** What I had said about safe contact from one moment on. */
export class SafeContactVersionDto {
  /** Id of this version. */
  id: string;
  /** Which ways were safe. */
  channels: SafeChannels;
  /** Whether messages had to give nothing away. */
  discreet: boolean;
  /** Whether I always made the first step. */
  learnerWillInitiate: boolean;
  /** Whether a letter could open the way to a new password. */
  resetByEmail: boolean;
  /** When I said so (RFC 3339, UTC). */
  confirmedAt: string;
  /** Which version it was, counted from 1. */
  version: number;
}

/** Versions, newest first. */
export class SafeContactVersionPage extends PageOf(SafeContactVersionDto) {}
