import { Injectable } from '@nestjs/common';
import { textOf } from '../../catalogues/catalogues.js';
import { CollegeService } from '../../college/college.service.js';
import type { CollegeDto } from '../../college/college.dto.js';
import { RunEnrolmentService } from '../../enrolment/enrolments/run-enrolment.service.js';
import { PrintedNameService } from '../../people/private-details/printed-name.service.js';
import { dateAt } from '../../platform/calendar.js';
import { automatic, type Doer } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import type { PrintedContent } from '../../certificates/certificate.rules.js';
import { CertificateService } from '../../certificates/certificate.service.js';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { insertRow } from '../../platform/database/tables.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { Every } from '../../platform/jobs/job.decorators.js';
import { RunService } from '../../sessions/runs/run.service.js';
import { attendanceOfRun, endedRun, runsToConclude } from './completion.queries.js';
import { CompletionRecord } from './completion-record.entity.js';
import { type AttendanceCounts, type CompletionOutcome, completionOf, inWords, isMarked } from './completion.rules.js';

interface EndedRun {
  id: string;
  state: 'draft' | 'open' | 'finished' | 'cancelled';
  mode: 'in_person' | 'online' | 'hybrid' | 'drop_in';
  courseTitle: string;
  delivered: boolean;
  locked: boolean;
}

interface Participation extends AttendanceCounts {
  enrolmentId: string;
  personId: string;
  minutes: number;
  firstDay: string | null;
  lastDay: string | null;
  last: { sequence: number; outcome: CompletionOutcome; attended: number; delivered: number; minutes: number } | null;
}

/** How a run ended for each person, and the certificate of attendance (BR-61). */
@Injectable()
export class CompletionService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunService,
    private readonly enrolments: RunEnrolmentService,
    private readonly certificates: CertificateService,
    private readonly college: CollegeService,
    private readonly names: PrintedNameService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Says for everybody on a run whose sessions are over whether they completed it, as far as the registers decide it.
   * May be called at any time and any number of times: after a correction it says anew, and replaces or withdraws the
   * certificate.
   */
  async conclude(runId: string, requestId: string): Promise<void> {
    const college = await this.college.current();
    // Most calls come while a run still goes on; they do not need its lock.
    if (!isOver(await this.database.row<EndedRun>(endedRun, this.question(runId, college)))) return;
    await this.database.transaction(async (tx) => {
      await this.runs.lockRun(tx, runId);
      await this.concludeLocked(tx, automatic(requestId), runId, college);
    });
  }

  /** The same within the cancellation of a run, whose lock is held: what was held of it counts (BR-228). */
  async concludeCancelled(tx: Tx, doer: Doer, runId: string): Promise<void> {
    await this.concludeLocked(tx, doer, runId, await this.college.current(tx));
  }

  /**
   * Concludes the runs whose registers have locked since. Nothing depends on it but how soon people get their
   * certificate.
   */
  @Every('7 * * * *', 'conclude-runs')
  async concludeDue(): Promise<void> {
    const { policy } = await this.college.current();
    const due = await this.database.rows<{ runId: string }>(runsToConclude, [
      this.clock.now(),
      policy.registerLockDays,
    ]);
    for (const { runId } of due) await this.conclude(runId, newId());
  }

  private question(runId: string, { policy }: CollegeDto): unknown[] {
    return [runId, this.clock.now(), policy.registerLockDays];
  }

  private async concludeLocked(tx: Tx, doer: Doer, runId: string, college: CollegeDto): Promise<void> {
    const run = await row<EndedRun>(tx, endedRun, this.question(runId, college));
    if (!isOver(run)) return;
    const final = run.locked || run.state === 'finished' || run.state === 'cancelled';
    for (const person of await rows<Participation>(tx, attendanceOfRun, [runId])) {
      if (run.state === 'cancelled' && !isMarked(person)) continue;
      const outcome = completionOf(person, college.policy.attendanceShare, final) ?? person.last?.outcome;
      if (outcome && !isRecorded(person, outcome)) await this.recordCompletion(tx, doer, run, person, outcome, college);
    }
  }

  private async recordCompletion(
    tx: Tx,
    doer: Doer,
    run: EndedRun,
    person: Participation,
    outcome: CompletionOutcome,
    college: CollegeDto,
  ): Promise<void> {
    const { enrolmentId, personId, attended, delivered, minutes, last } = person;
    await insertRow(tx, CompletionRecord, {
      id: newId(),
      enrolmentId,
      sequence: (last?.sequence ?? 0) + 1,
      outcome,
      sessionsAttended: attended,
      sessionsDelivered: delivered,
      minutes,
      decidedAt: this.clock.now(),
    });
    await this.enrolments.conclude(tx, doer, enrolmentId, outcome);
    if (outcome === 'completed') {
      await this.certificates.issue(tx, doer, {
        kind: 'attendance',
        personId,
        subjectId: enrolmentId,
        content: this.content(run, person, college, await this.names.printed(tx, personId)),
      });
    } else {
      await this.certificates.withdraw(tx, doer, 'attendance', enrolmentId);
    }
    await this.events.record(tx, doer, {
      type: 'attendance.completed',
      subjectId: enrolmentId,
      personId,
      from: last?.outcome,
      to: outcome,
      refs: { enrolmentId, runId: run.id },
    });
  }

  /** What is printed: the name that the person wants on paper, and how things were called on this day. */
  private content(
    { courseTitle, mode }: EndedRun,
    person: Participation,
    { name, letterhead, timeZone }: CollegeDto,
    namePrinted: string,
  ): PrintedContent {
    const { firstDay, lastDay } = person;
    return {
      namePrinted,
      title: courseTitle,
      facts: [
        {
          label: textOf('prints.dates'),
          value:
            firstDay === lastDay ? `${firstDay}` : textOf('prints.from_to', { from: `${firstDay}`, to: `${lastDay}` }),
        },
        { label: textOf('prints.way_of_meeting'), value: textOf(`labels.mode.${mode}`) },
        { label: textOf('prints.time_attended'), value: inWords(person.minutes) },
      ],
      providerName: name,
      providerLines: letterhead.lines ?? [],
      signatory: letterhead.signatory ?? null,
      signatoryTitle: letterhead.signatoryTitle ?? null,
      issuedOn: dateAt(this.clock.now(), timeZone),
    };
  }
}

const isOver = (run: EndedRun | undefined): run is EndedRun =>
  run !== undefined && (run.delivered || run.state === 'finished');

const isRecorded = ({ last, attended, delivered, minutes }: Participation, outcome: CompletionOutcome): boolean =>
  last !== null &&
  last.outcome === outcome &&
  last.attended === attended &&
  last.delivered === delivered &&
  last.minutes === minutes;
