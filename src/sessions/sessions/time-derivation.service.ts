import { Injectable } from '@nestjs/common';
import type { Doer } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { type Tx, wallTime } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { databaseRefusal } from '../../platform/errors/database-faults.js';
import { AppError, type ProblemCode } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { ReschedulingService } from './rescheduling.service.js';
import { Session } from './session.entity.js';
import { SessionService } from './session.service.js';
import { isOffItsWallSql } from './session.sql.js';

/** A session whose wall shows another time at its instant than was planned. */
export interface DerivedSession {
  sessionId: string;
  /** `YYYY-MM-DDTHH:MM` */
  localStart: string;
  timeZone: string;
  /** Its start before and after (RFC 3339, UTC). */
  from: string;
  to: string;
  /** Why it stays as it is; null where it is moved. */
  because: ProblemCode | null;
}

type Differing = Pick<Session, 'id' | 'runId' | 'startsAt' | 'timeZone'> & { localStart: string };

const differing = `
  select ${columnsOf(Session, 's', 'id', 'runId', 'startsAt', 'timeZone')}, ${wallTime('s.local_start')} as "localStart"
  from session s
  join run r on r.id = s.run_id and r.state in ('draft', 'open')
  where s.state in ('draft', 'published')
    and s.starts_at > $1
    and ${isOffItsWallSql('s')}
  order by s.starts_at, s.id`;

/** The wall is the truth also when the rules of its zone change: what is still to come follows it (BR-221). */
@Injectable()
export class TimeDerivationService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly sessions: SessionService,
    private readonly reschedulings: ReschedulingService,
    private readonly clock: Clock,
  ) {}

  /**
   * Moves each session to come whose instants do not follow from its wall any more, one by one and as any other
   * rescheduling (BR-32). What would clash, or whose time the clocks now skip or show twice, stays, and is at risk where
   * its run is open (BR-30). Dry, it only says so.
   */
  async derive(doer: Doer, dry: boolean): Promise<DerivedSession[]> {
    const changeSet = newId();
    const found: DerivedSession[] = [];
    for (const each of await this.database.rows<Differing>(differing, [this.clock.now()]))
      found.push(await this.deriveOne(doer, each, changeSet, dry));
    return found;
  }

  private async deriveOne(doer: Doer, each: Differing, changeSet: string, dry: boolean): Promise<DerivedSession> {
    const told = {
      sessionId: each.id,
      localStart: each.localStart,
      timeZone: each.timeZone,
      from: each.startsAt.toISOString(),
    };
    try {
      const to = await this.database.transaction(async (tx) => {
        const moved = await this.move(tx, doer, each.id, changeSet);
        if (dry) throw new Undone(moved);
        return moved;
      });
      return { ...told, to: to.toISOString(), because: null };
    } catch (error) {
      if (error instanceof Undone) return { ...told, to: error.to.toISOString(), because: null };
      const refusal = error instanceof AppError ? error : databaseRefusal(error);
      if (!refusal || refusal.status >= 500) throw error;
      if (!dry) await this.database.transaction((tx) => this.leave(tx, doer, each));
      return { ...told, to: told.from, because: refusal.code };
    }
  }

  private async move(tx: Tx, doer: Doer, id: string, changeSet: string): Promise<Date> {
    const session = await this.sessions.lockSession(tx, id);
    this.events.changeSetOf(tx, changeSet);
    await this.database.tellTime(tx);
    return this.reschedulings.moveSession(tx, doer, session, { ...session, marks: 'keep' }, false);
  }

  private leave(tx: Tx, doer: Doer, { id, runId }: Differing): Promise<void> {
    return this.events.record(tx, doer, { type: 'session.time_kept', subjectId: id, refs: { runId } });
  }
}

/** Carries what a dry run found out of the transaction that it takes back. */
class Undone extends Error {
  constructor(readonly to: Date) {
    super('A dry run changes nothing');
  }
}
