/**
 * Whether the account of a person `p` is called so: by its canonical address, or by the number on a card. `named` is what
 * `accountNamed` made of what somebody typed, as a placeholder.
 */
export const isAccountNamedSql = (p: string, named: string): string =>
  `(${p}.email_canonical = ${named} or ${p}.sign_in_number = ${named})`;
