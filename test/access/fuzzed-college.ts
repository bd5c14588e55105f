import { expect } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ChosenReaders } from '../journals/chosen-readers.js';
import { openTestCollege } from '../support/college.js';
import { noteOddRequests } from '../support/answered-folder.js';
import { brokenPromises } from '../support/invariants.js';
import { fuzz, type FuzzedRole } from './fuzz.js';
import { aWorld } from './world.js';

/** The credits of this college are given without places behind them, so a corrected delivery reaches none of them. */
const withoutPlaces = ['ceu.credits_held_time', 'ceu.credits_attended_time'];

/** A college with something of everything gets so many odd requests of each of them. `SEED=…` repeats a run. */
export async function aFuzzedCollege(requests: number, ...askers: FuzzedRole[]): Promise<void> {
  noteOddRequests();
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  const college = await openTestCollege({ providers: [ChosenReaders] });
  try {
    const document = (await college.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
    const world = await aWorld(college);
    for (const as of askers) {
      const result = await fuzz(world, document, { requests, seed, as });
      expect(result.faults).toEqual([]);
      expect(result.requests).toBeGreaterThanOrEqual(requests);
      // It really came through to the commands, and was refused where it had to be.
      const met = as === 'nobody' ? [200, 400, 401, 404] : [200, 400, 403, 404];
      expect(met.filter((status) => !result.statuses[status])).toEqual([]);
      // Busy is an answer, but not a habit.
      expect(result.statuses[503] ?? 0).toBeLessThan(requests / 200);
    }
    await college.http.get('/health/ready').expect(200);
    await college.deliver();
    const broken = await brokenPromises(college);
    expect(broken.filter((each) => !withoutPlaces.some((code) => each.startsWith(code)))).toEqual([]);
  } finally {
    await college.close();
  }
}
