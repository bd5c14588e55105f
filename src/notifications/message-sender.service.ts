import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CollegeService } from '../college/college.service.js';
import { SafeContactService, type SafeWays } from '../people/contact/safe-contact.service.js';
import { automatic } from '../platform/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/sql.js';
import { type Declared, Declarations } from '../platform/discovery/declarations.js';
import { Events } from '../platform/events/events.js';
import { OnDemand } from '../platform/jobs/job.decorators.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { type Letter, type LetterFate, LetterNotSent, Mailer } from '../platform/mail/mailer.js';
import { transition } from '../platform/states/state-table.js';
import { arrivals, checks, type NotesArrival, type StillTrue } from './message.decorators.js';
import { Message } from './message.entity.js';
import {
  asksForAnswer,
  isConfidential,
  isFoundInside,
  lostFrom,
  type MessageKind,
  messageKinds,
  messageMoves,
  type MessageState,
  nextAttempt,
  staysInside,
  staysTrue,
  waitsInside,
} from './message.rules.js';
import {
  type AutomaticChannel,
  decideChannel,
  staffMayReach,
  type SuppressionReason,
  waitsInApp,
} from './safe-contact.rules.js';
import type { StaffTaskReason } from './staff-task.rules.js';
import { StaffTaskService } from './staff-task.service.js';
import { letterOf } from './letters.js';
import { aMinute, later } from '../platform/calendar.js';
import { Restores } from '../platform/endings/restores.js';

/** Sends messages, each as the facts and the person's wishes are at that moment (I-25, BR-143 to BR-147). */
@Injectable()
export class MessageSenderService implements OnModuleInit {
  private checks: ReadonlyMap<MessageKind, Declared<unknown, StillTrue>> = new Map();
  private arrivals: ReadonlyMap<MessageKind, Declared<unknown, NotesArrival>> = new Map();

  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly college: CollegeService,
    private readonly safeContacts: SafeContactService,
    private readonly tasks: StaffTaskService,
    private readonly mailer: Mailer,
    private readonly declarations: Declarations,
    private readonly restores: Restores,
  ) {}

  /** Refuses to start while a kind of message says neither who knows whether it still holds, nor that it stays true. */
  onModuleInit(): void {
    this.checks = this.declarations.findByName(checks, (kind) => [kind]);
    this.arrivals = this.declarations.findByName(arrivals, (kind) => [kind]);
    for (const kind of messageKinds)
      if (this.checks.has(kind) === staysTrue(kind))
        throw new Error(`A message ${kind} needs either @StillHolds('${kind}') or a place among those that stay true`);
  }

  /**
   * The job behind every message. The claim is committed before a letter leaves, so that no attempt sends it twice; an
   * attempt whose end nobody knows is not repeated but becomes a task for a person of the college, as does a letter
   * that the server will never take.
   */
  @OnDemand('send-message', 'messageId')
  async send(messageId: string): Promise<void> {
    const letter = await this.database.transaction((tx) => this.claim(tx, messageId));
    if (!letter) return;
    const fate = await this.mailer.send(letter).then(
      () => 'taken' as const,
      (error: unknown) => (error instanceof LetterNotSent ? error.fate : 'not_now'),
    );
    await this.database.transaction((tx) => this.conclude(tx, messageId, fate));
  }

  private async claim(tx: Tx, id: string): Promise<Letter | undefined> {
    const message = await locked(tx, id);
    if (message?.state === 'queued') return this.waitOrGiveUp(tx, message);
    if (message?.state !== 'planned' && message?.state !== 'failed') return undefined;
    const check = this.checks.get(message.kind);
    const stillTrue = check === undefined || (await check.call(tx, message));
    if (stillTrue === false || stillTrue === undefined) return this.moveMessage(tx, message, 'withdrawn');
    if (typeof stillTrue === 'object') await this.note(tx, message, stillTrue);

    const now = this.clock.now();
    if (message.inInboxAt === null && waitsInside(message.kind)) await this.note(tx, message, { inInboxAt: now });
    if (staysInside(message.kind)) return this.sent(tx, message, 'inApp');
    const { restoredAt, held } = await this.restores.last(tx);
    const ways = insideOnly(await this.safeContacts.ways(tx, message.personId), message, restoredAt);
    const { timeZone } = await this.college.current(tx);
    if (message.inInboxAt === null && now < message.notAfter && waitsInApp(ways, message))
      await this.note(tx, message, { inInboxAt: now });
    const decision = decideChannel(ways, message, now, timeZone);
    if (decision.step === 'defer') return this.later(tx, message, decision.until);
    if (decision.step === 'suppress')
      return message.inInboxAt ? this.sent(tx, message, 'inApp') : this.suppress(tx, message, decision.because, ways);
    if (decision.by === 'inApp' || ways.email === null) return this.sent(tx, message, 'inApp');
    if (held) return this.later(tx, message, later(now, askAgain));
    await this.moveMessage(tx, message, 'queued', {
      channel: 'email',
      discreet: decision.discreet,
      attempts: message.attempts + 1,
      attemptedAt: now,
    });
    return { id: message.id, to: ways.email, ...letterOf(message, decision.discreet, timeZone) };
  }

  private async conclude(tx: Tx, id: string, fate: LetterFate | 'taken'): Promise<void> {
    const message = await locked(tx, id);
    if (message?.state !== 'queued') return;
    if (fate === 'taken') {
      await this.arrivals.get(message.kind)?.call(tx, message, null);
      return this.sent(tx, message, 'email');
    }
    const again = fate === 'not_now' ? nextAttempt(message.attempts, this.clock.now()) : null;
    if (again === null || again >= message.notAfter) return this.giveUp(tx, message);
    await this.moveMessage(tx, message, 'failed');
    return this.later(tx, message, again);
  }

  private later(tx: Tx, { id }: Message, runAt: Date): Promise<undefined> {
    return this.jobs
      .enqueue(tx, 'send-message', { messageId: id }, { key: `message:${id}`, runAt })
      .then(() => undefined);
  }

  private sent(tx: Tx, message: Message, channel: AutomaticChannel): Promise<undefined> {
    return this.moveMessage(tx, message, 'sent', { channel, sentAt: this.clock.now() });
  }

  private async suppress(tx: Tx, message: Message, because: SuppressionReason, ways: SafeWays): Promise<undefined> {
    await this.moveMessage(tx, message, 'suppressed', { suppressedBecause: because }, because);
    if (ways.away || (isFoundInside(message.kind) && !staffMayReach(ways))) return;
    if (because !== 'learner_initiates' || asksForAnswer(message.kind)) await this.openStaffTask(tx, message, because);
  }

  /**
   * Another attempt is under way, or its end will never be known: then the letter may have arrived, and it is not sent
   * again.
   */
  private waitOrGiveUp(tx: Tx, message: Message): Promise<undefined> {
    const lost = lostFrom(message.attemptedAt ?? message.plannedAt);
    return this.clock.now() < lost ? this.later(tx, message, lost) : this.giveUp(tx, message);
  }

  private async giveUp(tx: Tx, message: Message): Promise<undefined> {
    await this.moveMessage(tx, message, 'failed');
    await this.openStaffTask(tx, message, 'not_delivered');
  }

  private async openStaffTask(tx: Tx, message: Message, because: StaffTaskReason): Promise<void> {
    if (!isConfidential(message.kind)) await this.tasks.openForMessage(tx, message, because);
  }

  private async note(
    tx: Tx,
    message: Message,
    facts: Partial<Pick<Message, 'notAfter' | 'timeZone' | 'inInboxAt'>>,
  ): Promise<void> {
    await tx.update(Message, { id: message.id }, facts);
    Object.assign(message, facts);
  }

  private async moveMessage(
    tx: Tx,
    { id, kind, personId, state }: Message,
    to: MessageState,
    facts: Partial<Message> = {},
    reason?: string,
  ): Promise<undefined> {
    await tx.update(Message, { id }, { ...facts, state: transition(messageMoves, state, to) });
    await this.events.record(tx, automatic('send-message'), {
      type: `message.${to}`,
      subjectId: id,
      personId,
      from: state,
      to,
      refs: { kind, ...(reason && { reason }) },
    });
  }
}

/** While messages wait for staff to release them, each looks again so often. */
const askAgain = 5 * aMinute;

/** What may have been sent before a restore is no letter a second time (BR-191). */
const insideOnly = (ways: SafeWays, { plannedAt }: Message, restoredAt: Date | null): SafeWays =>
  restoredAt !== null && plannedAt < restoredAt ? { ...ways, channels: { inApp: ways.channels.inApp } } : ways;

const locked = (tx: Tx, id: string): Promise<Message | null> =>
  tx.findOne(Message, { where: { id }, lock: { mode: 'for_no_key_update' } });
