/** A public key (RFC 7517, RFC 8037). */
export class KeyDto {
  /** Its family. @example OKP */
  kty: string;
  /** Its curve. @example Ed25519 */
  crv: string;
  /** The key itself, in base64url. */
  x: string;
  /** Its name, as tokens say it. */
  kid: string;
  /** What signs with it. @example EdDSA */
  alg: string;
  /** What it is for. @example sig */
  use: string;
}

/** A set of public keys. */
export class KeySetDto {
  /** The keys: the first one signs at present, the second will next, and further ones signed lately. */
  keys: KeyDto[];
}
