import { IsBoolean, IsIn } from 'class-validator';
import { PageOf } from '../../platform/http/pagination.js';
import {
  type ConsentMethod,
  consentMethods,
  type ConsentPurpose,
  consentPurposes,
  type ConsentState,
  consentStates,
} from './consent.rules.js';

/** Yes or no to one purpose. */
export class ConsentBody {
  /** True gives the consent, false withdraws it. */
  @IsBoolean() given: boolean;
}

export const consentActs = ['give', 'withdraw'] as const;

/** One purpose, what it means, and what I have said. */
export class ConsentDto {
  /** The purpose. */
  @IsIn(consentPurposes) purpose: ConsentPurpose;
  /** What is agreed to, in plain words. */
  text: string;
  /** Which version of these words is current. */
  textVersion: number;
  /** What withdrawing changes. */
  onWithdrawal: string;
  /** What I said last; `superseded` when the words have changed since; null when I was never asked. */
  @IsIn(consentStates) state: ConsentState | null;
  /** Which version of the words I agreed to. */
  agreedTextVersion: number | null;
  /** How I said it. */
  @IsIn(consentMethods) method: ConsentMethod | null;
  /** When I said it (RFC 3339, UTC). */
  saidAt: string | null;
  /** What I may do now: `give`, `withdraw`. */
  @IsIn(consentActs, { each: true }) can: (typeof consentActs)[number][];
  /** How often I have said something about it. */
  version: number;
}

/** Every purpose, in a fixed order. */
export class ConsentPage extends PageOf(ConsentDto) {}

/** One line of the ledger. */
export class ConsentLineDto {
  /** Id of the line. */
  id: string;
  /** The purpose. */
  @IsIn(consentPurposes) purpose: ConsentPurpose;
  /** Whether I gave or withdrew it. */
  given: boolean;
  /** The version of the words at that time. */
  textVersion: number;
  /** How I said it. */
  @IsIn(consentMethods) method: ConsentMethod;
  /** When (RFC 3339, UTC). */
  saidAt: string;
}

/** What I have said about consents, newest first. */
export class ConsentLinePage extends PageOf(ConsentLineDto) {}
