/** Asked by the limits and answered by the module that keeps accounts. */
export abstract class KnownDevices {
  /** Whether the token was given at an earlier sign-in to this very account, and still lives. */
  abstract isOf(account: string, token: string): Promise<boolean>;
}
