import { Injectable } from '@nestjs/common';
import { CeConfigurationService } from '../../ceu/approvals/ce-configuration.service.js';
import { RunPeopleService } from '../../enrolment/enrolments/run-people.service.js';
import { type PlannedMessage, StillHolds, type StillUntil } from '../../notifications/message.decorators.js';
import { NotificationService } from '../../notifications/notification.service.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';
import { type Concerned, RunAudienceService } from '../../sessions/runs/run-audience.service.js';
import { SessionService } from '../../sessions/sessions/session.service.js';

/**
 * Whoever is concerned hears of what changes about a run, once for each command: those who have a place, an offer or a
 * turn in the queue, and those who facilitate it or are asked to, but for who did it (BR-32, BR-180).
 */
@Injectable()
export class ChangesTellThoseConcerned {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationService,
    private readonly people: RunPeopleService,
    private readonly audience: RunAudienceService,
    private readonly sessions: SessionService,
    private readonly credit: CeConfigurationService,
  ) {}

  @On(['session.rescheduled', 'session.changed'], 'tell-session_rescheduled')
  async tellOfSession(event: RecordedEvent): Promise<void> {
    // An event of before says nothing of it.
    if (event.refs?.announced ?? event.type === 'session.rescheduled')
      await this.tell(event, [String(event.refs?.runId)]);
  }

  @On('run.changed', 'tell-session_rescheduled')
  async tellOfRun(event: RecordedEvent): Promise<void> {
    const runIds = [event.subjectId];
    if (event.refs?.told === 'all') await this.tell(event, runIds);
    if (event.refs?.told === 'waiting') await this.intend(event, await this.people.waitingOn(runIds));
  }

  @On('venue.changed', 'tell-session_rescheduled')
  async tellOfVenue(event: RecordedEvent): Promise<void> {
    if (event.refs?.announced) await this.tell(event, await this.audience.meetingAt(event.subjectId));
  }

  @On('online_room.changed', 'tell-session_rescheduled')
  async tellOfRoom(event: RecordedEvent): Promise<void> {
    if (event.refs?.announced) await this.tell(event, await this.audience.meetingIn(event.subjectId));
  }

  @On('enrolment.offer_shortened', 'tell-session_rescheduled')
  async tellOfOffer(event: RecordedEvent): Promise<void> {
    const { personId, refs } = event;
    if (personId) await this.intend(event, [{ personId, runId: String(refs?.runId) }]);
  }

  /** Each hears once of all that was cancelled together, by the first of it that concerns them. */
  @On('session.cancelled', 'tell-session_cancelled')
  async tellCancelled({ subjectId, actorId, refs }: RecordedEvent): Promise<void> {
    // What ends with its run is told with it.
    if (refs?.announced === false || refs?.changeSet === refs?.runId) return;
    const cancelled = await this.sessions.cancelledWith(this.database, subjectId);
    const people = await this.concerned([...new Set(cancelled.map(({ runId }) => runId))], actorId);
    const firstOf = new Map<string, string>();
    for (const { id, runId } of cancelled)
      for (const person of people)
        if (person.runId === runId && !firstOf.has(person.personId)) firstOf.set(person.personId, id);
    await this.notifications.intend(
      ...[...firstOf].map(([personId, id]) => ({ kind: 'session_cancelled' as const, personId, subjectId: id })),
    );
  }

  /** Whoever had a place and was at nothing of it hears by the end of their own enrolment. */
  @On('run.cancelled', 'tell-run_cancelled')
  async tellRunCancelled({ subjectId, actorId, refs }: RecordedEvent): Promise<void> {
    if (!refs?.announced) return;
    const runIds = [subjectId];
    const people = [...(await this.people.concludedOn(runIds)), ...(await this.audience.facilitatorsOf(runIds))];
    await this.notifications.intend(
      ...besides(actorId, people).map(({ personId }) => ({ kind: 'run_cancelled' as const, personId, subjectId })),
    );
  }

  /** Told where what was promised is another: titles, minutes or credit (BR-176). */
  @On('run.version_changed', 'tell-run_changed')
  async tellOfVersion({ id, subjectId, actorId, refs }: RecordedEvent): Promise<void> {
    const earned = () => this.credit.coveredAlike(String(refs?.fromVersionId), String(refs?.versionId));
    if (refs?.changed !== true && (await earned())) return;
    const people = await this.concerned([subjectId], actorId);
    await this.notifications.intend(
      ...people.map(({ personId }) => ({ kind: 'run_changed' as const, personId, subjectId, occasion: id })),
    );
  }

  /** While somebody has an offer, it is of use until that ends. */
  @StillHolds('session_rescheduled')
  async concernsOnRun(tx: Tx, { subjectId, personId }: PlannedMessage): Promise<boolean | StillUntil> {
    return (await this.people.offerOn(tx, subjectId, personId)) ?? this.isConcerned(tx, [subjectId], personId);
  }

  @StillHolds('run_changed')
  concernsInVersion(tx: Tx, { subjectId, personId }: PlannedMessage): Promise<boolean> {
    return this.isConcerned(tx, [subjectId], personId);
  }

  /** Of anything that was cancelled together with it. */
  @StillHolds('session_cancelled')
  async concernsInSession(tx: Tx, { subjectId, personId }: PlannedMessage): Promise<boolean> {
    const cancelled = await this.sessions.cancelledWith(tx, subjectId);
    return this.isConcerned(
      tx,
      cancelled.map(({ runId }) => runId),
      personId,
    );
  }

  private async isConcerned(tx: Tx, runIds: readonly string[], personId: string): Promise<boolean> {
    return (await this.people.isOn(tx, runIds, personId)) || (await this.audience.isToFacilitate(tx, runIds, personId));
  }

  private async tell(event: RecordedEvent, runIds: string[]): Promise<void> {
    await this.intend(event, await this.concerned(runIds, event.actorId));
  }

  private async concerned(runIds: string[], actorId: string | null): Promise<Concerned[]> {
    return besides(actorId, [...(await this.people.peopleOn(runIds)), ...(await this.audience.facilitatorsOf(runIds))]);
  }

  private intend({ refs }: RecordedEvent, people: Concerned[]): Promise<void> {
    const news = { kind: 'session_rescheduled', occasion: String(refs?.changeSet) } as const;
    return this.notifications.intend(...people.map(({ personId, runId }) => ({ ...news, personId, subjectId: runId })));
  }
}

const besides = (actorId: string | null, people: Concerned[]): Concerned[] =>
  people.filter(({ personId }) => personId !== actorId);
