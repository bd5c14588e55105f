/** What runs ask of enrolment, which they know nothing of. */
export abstract class QueueLengths {
  /** How many wait for each of these runs; nobody where a run is absent. */
  abstract lengthsOf(runIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
