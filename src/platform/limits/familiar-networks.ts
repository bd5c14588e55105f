/** Asked by the limits and answered by the module that keeps accounts. */
export abstract class FamiliarNetworks {
  /** Whether an account was used from a network lately. */
  abstract includes(account: string, network: string): Promise<boolean>;
}
