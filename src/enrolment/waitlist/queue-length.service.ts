import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { queueLengths } from './waitlist.queries.js';

/** How long queues are, for runs, which know nothing of those who wait. */
@Injectable()
export class QueueLengthService {
  constructor(private readonly database: Database) {}

  /** How many wait for each of these runs; nobody where a run is absent. */
  async lengthsOf(runIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found = await this.database.rows<{ runId: string; waiting: number }>(queueLengths, [runIds]);
    return new Map(found.map(({ runId, waiting }) => [runId, waiting]));
  }
}
