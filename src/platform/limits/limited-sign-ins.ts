/** Told by the limits and heard by the module that keeps accounts. */
export abstract class LimitedSignIns {
  /** Somebody may not try to sign in to this account for now. */
  abstract noteLimited(account: string): Promise<void>;
}
