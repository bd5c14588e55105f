import { rows, type Tx, wallTime } from '../../platform/database/sql.js';
import { instantOn, type Occurrence, startsBeforeEnd, type WallMoments } from './wall-time.rules.js';

/** A time on the wall: `YYYY-MM-DDTHH:MM` in an IANA zone. This is the truth; the instant is derived from it. */
export interface WallTime {
  local: string;
  timeZone: string;
  occurrence?: Occurrence;
  /** The fields that may say it. */
  at?: readonly string[];
}

/**
 * The instants at which walls show these times, by the rules of the database and of nobody else (BR-34, 178). A time that
 * the clocks skip or show twice is refused with the choices (422 `local_time_skipped`, `local_time_repeated`).
 */
export async function instantsOn(tx: Tx, walls: readonly WallTime[]): Promise<Date[]> {
  const found = await rows<WallMoments>(
    tx,
    `
      select ${wallTime('w.wall')} as local, i.earlier, ${wallTime('i.earlier at time zone w.zone')} as "earlierLocal",
        i.later, ${wallTime('i.later at time zone w.zone')} as "laterLocal"
      from unnest($1::timestamp[], $2::text[]) with ordinality as w (wall, zone, place)
      cross join lateral wall_instants(w.wall, w.zone) i
      order by w.place`,
    [walls.map(({ local }) => local), walls.map(({ timeZone }) => timeZone)],
  );
  return found.map((moments, place) => instantOn(moments, walls[place]));
}

const startFields = ['/localStart', '/startTime'];
const endFields = ['/localEnd', '/endTime'];

interface LocalTimes {
  localStart: string;
  localEnd: string;
  startOccurrence?: Occurrence;
  endOccurrence?: Occurrence;
}

/** The instants of sessions in a zone, in their order; each end has to come after its start. */
export async function timesOn(
  tx: Tx,
  timeZone: string,
  sessions: readonly LocalTimes[],
): Promise<{ startsAt: Date; endsAt: Date }[]> {
  const instants = await instantsOn(
    tx,
    sessions.flatMap(({ localStart, localEnd, startOccurrence, endOccurrence }) => [
      { local: localStart, timeZone, occurrence: startOccurrence, at: startFields },
      { local: localEnd, timeZone, occurrence: endOccurrence, at: endFields },
    ]),
  );
  return sessions.map((_, place) => startsBeforeEnd(instants[2 * place], instants[2 * place + 1]));
}
