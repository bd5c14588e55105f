import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { type AttendanceState, wasThere } from './attendance.rules.js';
import { presenceOfRun } from '../completion/completion.queries.js';
import { presentedSessions } from './register.queries.js';
import { creditableMinutes, type SessionMinutes, throughout } from './minutes.rules.js';

/** What one delivered session gives one person towards continuing education. */
export interface SessionEvidence {
  sessionId: string;
  /** Local date of the session. */
  day: string;
  /** The mark that this stands on; null while there is none. */
  markId: string | null;
  allowableMinutes: number;
  creditableMinutes: number;
}

/** The same for somebody who held it: there is no mark. */
export type PresenterEvidence = Omit<SessionEvidence, 'markId'>;

/** Everything that one enrolment gives, in integer minutes; rounding is the business of credits. */
export interface CreditEvidence {
  enrolmentId: string;
  personId: string;
  runId: string;
  allowableMinutes: number;
  creditableMinutes: number;
  sessions: SessionEvidence[];
}

interface PresenceRow extends SessionMinutes {
  enrolmentId: string;
  personId: string;
  sessionId: string;
  markId: string | null;
  day: string;
  state: AttendanceState;
  minutesPresent: number;
  /** Null where nobody noted when they came or left. */
  spans: { from: number | null; to: number | null }[];
}

interface PresentedRow extends SessionMinutes {
  sessionId: string;
  day: string;
  present: boolean;
}

/** Creditable minutes: how long somebody was there during activities that may count (`src/ceu/rules.md`). */
@Injectable()
export class CreditEvidenceService {
  constructor(private readonly database: Database) {}

  /** For everybody on a run, or for one enrolment. */
  async ofRun(source: Tx | Database, runId: string, enrolmentId?: string): Promise<CreditEvidence[]> {
    const values = [runId, enrolmentId ?? null];
    const found =
      source instanceof Database
        ? await source.rows<PresenceRow>(presenceOfRun, values)
        : await rows<PresenceRow>(source, presenceOfRun, values);
    const byEnrolment = new Map<string, PresenceRow[]>();
    for (const each of found) byEnrolment.set(each.enrolmentId, [...(byEnrolment.get(each.enrolmentId) ?? []), each]);
    return [...byEnrolment.values()].flatMap((sessions) =>
      sessions[0] ? [evidenceOf(runId, sessions[0], sessions)] : [],
    );
  }

  /** What the delivered sessions of a run give one of those who held it: all that was held while they were there. */
  async ofPresenter(tx: Tx, runId: string, personId: string): Promise<PresenterEvidence[]> {
    const sessions = await rows<PresentedRow>(tx, presentedSessions, [runId, personId]);
    return sessions.map((session) => {
      const { allowable, creditable } = creditableMinutes(session.present ? throughout : [], session);
      const { sessionId, day } = session;
      return { sessionId, day, allowableMinutes: allowable, creditableMinutes: creditable };
    });
  }

  /** For one enrolment; undefined when none of its sessions was delivered. */
  async ofEnrolment(enrolmentId: string): Promise<CreditEvidence | undefined> {
    const run = await this.database.row<{ runId: string }>('select run_id as "runId" from enrolment where id = $1', [
      enrolmentId,
    ]);
    return run && (await this.ofRun(this.database, run.runId, enrolmentId))[0];
  }
}

function evidenceOf(
  runId: string,
  { enrolmentId, personId }: PresenceRow,
  sessions: readonly PresenceRow[],
): CreditEvidence {
  const evidence = sessions.map(sessionEvidence);
  const sum = (minutes: (each: SessionEvidence) => number) =>
    evidence.reduce((total, each) => total + minutes(each), 0);
  return {
    enrolmentId,
    personId,
    runId,
    allowableMinutes: sum((each) => each.allowableMinutes),
    creditableMinutes: sum((each) => each.creditableMinutes),
    sessions: evidence,
  };
}

function sessionEvidence(session: PresenceRow): SessionEvidence {
  const { sessionId, day, markId, state, minutesPresent, spans } = session;
  const { allowable, creditable } = creditableMinutes(
    spans.map(({ from, to }) => ({ from: from ?? -Infinity, to: to ?? Infinity })),
    session,
  );
  // Where only a number of minutes is known, nobody can say which activities they fell into: at most what may count.
  const counted = spans.length > 0 ? creditable : Math.min(minutesPresent, allowable);
  return { sessionId, day, markId, allowableMinutes: allowable, creditableMinutes: wasThere(state) ? counted : 0 };
}
