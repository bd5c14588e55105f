import { IsIn } from 'class-validator';
import { Omittable, QueryFlag } from '../platform/http/dto.js';
import { PageQuery } from '../platform/http/page-query.dto.js';
import { PageOf } from '../platform/http/pagination.js';
import { type MessageKind, messageKinds } from './message.rules.js';

/** Which messages to list. */
export class InboxQuery extends PageQuery {
  /** Only those that I have not read. Default: all. */
  @Omittable() @QueryFlag() unread: boolean = false;
}

export const messageActs = ['read'] as const;

/** A message to me, inside this service. */
export class MessageDto {
  /** Id of the message. */
  id: string;
  /** What it is about. */
  @IsIn(messageKinds) kind: MessageKind;
  /** The enrolment, session, run, assignment or wish that it is about. */
  subjectId: string;
  /** What it says in a few words. */
  title: string;
  /** What it says, and what to do next; neutral, so that a list can be left open. */
  text: string;
  /**
   * How that stands now which a message says has changed: what, when and where, a line for each date, and until when an
   * offer can be answered. Only when one message is opened, and null where it does not concern me any more.
   */
  plan: string | null;
  /**
   * What those who run a course wrote to me. Only when one message is opened; null once it is gone, and of what was
   * written before a card for a sign-in by it.
   */
  notice: string | null;
  /** From when on it is of no use, e.g. the end of an offer (RFC 3339, UTC). */
  usefulUntil: string;
  /** Since when it waits here (RFC 3339, UTC). */
  receivedAt: string;
  /** When I read it (RFC 3339, UTC). */
  readAt: string | null;
  /** What I may do with it now: `read`. */
  @IsIn(messageActs, { each: true }) can: (typeof messageActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Messages, newest first. */
export class MessagePage extends PageOf(MessageDto) {}
