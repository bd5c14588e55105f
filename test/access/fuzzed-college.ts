import { expect } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ChosenReaders } from '../journals/chosen-readers.js';
import { openTestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';
import { fuzz } from './fuzz.js';
import { aWorld } from './world.js';

/** A college with something of everything gets so many odd requests. `SEED=…` repeats a run. */
export async function aFuzzedCollege(requests: number): Promise<void> {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  const college = await openTestCollege({ providers: [ChosenReaders] });
  try {
    const { body } = await college.http.get('/openapi.json').expect(200);
    const world = await aWorld(college);
    const result = await fuzz(world, body as OpenAPIObject, { requests, seed });
    expect(result.faults).toEqual([]);
    expect(result.requests).toBeGreaterThanOrEqual(requests);
    // It really came through to the commands, and was refused where it had to be.
    for (const status of [200, 201, 204, 400, 401, 403, 404, 409, 422])
      expect([status, result.statuses[status]]).toEqual([status, expect.any(Number)]);
    // Busy is an answer, but not a habit.
    expect(result.statuses[503] ?? 0).toBeLessThan(requests / 200);
    await college.http.get('/health/ready').expect(200);
    await requirePromises(college);
  } finally {
    await college.close();
  }
}
