import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed } from '../../platform/database/sql.js';
import { Replays } from '../../platform/endings/restore.decorators.js';

/** Whoever stood down or said no sees nothing of a run again because of a restore (BR-191). */
@Injectable()
export class AssignmentReplayService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Replays('assignment_ended', { 'facilitator.stood_down': 'subject', 'facilitator.declined': 'subject' })
  endAgain(ids: string[]): Promise<void> {
    return this.database.transaction(
      async (tx) =>
        void (await changed(
          tx,
          `
            update facilitator_assignment a
            set state = 'stood_down', stood_down_at = $2
            where a.id = any ($1) and a.state in ('offered', 'accepted')`,
          [ids, this.clock.now()],
        )),
    );
  }
}
