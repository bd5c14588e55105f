import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { updateRows } from '../../platform/database/tables.js';
import { Replays } from '../../platform/endings/restore.decorators.js';
import { FacilitatorAssignment } from './facilitator-assignment.entity.js';

/** Whoever stood down or said no sees nothing of a run again because of a restore (BR-191). */
@Injectable()
export class AssignmentReplayService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Replays('assignment_ended', { 'facilitator.stood_down': 'subject', 'facilitator.declined': 'subject' })
  endAgain(ids: string[]): Promise<void> {
    const stoodDown = { state: 'stood_down', stoodDownAt: this.clock.now() } as const;
    return this.database.transaction(
      async (tx) =>
        void (await updateRows(tx, FacilitatorAssignment, { id: ids, state: ['offered', 'accepted'] }, stoodDown)),
    );
  }
}
