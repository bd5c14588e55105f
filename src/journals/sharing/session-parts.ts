/** Asked by this module and answered by one that knows runs: who has to do with a session. */
export abstract class SessionParts {
  abstract facilitates(personId: string, sessionId: string): Promise<boolean>;
  abstract attends(personId: string, sessionId: string): Promise<boolean>;
}
