/** Asked by this module and answered by the one that writes letters. */
export abstract class ExportReadyLetters {
  /** Writes to the person that their journal is ready to fetch, on a way that is safe and leaves no trace. */
  abstract sendReadyLetter(personId: string): Promise<void>;
}
