import { isError } from '../platform/errors/is-error.js';

interface Fault {
  code?: string;
  message: string;
}

/** The oldest PostgreSQL that the statements of the college work on. */
const oldest = 15;

const network: Record<string, string> = {
  ECONNREFUSED: 'nobody listens there. Start that PostgreSQL, or mend host and port',
  ENOTFOUND: 'nobody knows this host. Mend its name',
  EAI_AGAIN: 'nobody could say where this host is. Mend its name, or look at the name service of this machine',
  ETIMEDOUT: 'it does not answer. Look at the network between here and there, or mend host and port',
  EHOSTUNREACH: 'no way leads to this host. Look at the network, or mend the host',
  ENETUNREACH: 'no way leads to this host. Look at the network, or mend the host',
  ECONNRESET: 'it closed the line at once. See whether a PostgreSQL listens there',
  ENOENT: 'it names a file that is not there. Mend the path of the socket or certificate',
  EACCES: 'it names a file that this user may not read. Give the user the right, or mend the path',
};

const refusals: Record<string, string> = {
  '28P01': 'it does not take this user and password. Mend them',
  '3D000': 'there is no such database. Create it, or mend the name at the end',
  '53300': 'it has no connection left. End some, set POOL_SIZE lower, or let it take more',
  '57P03': 'it is just starting or stopping. Try again in a moment',
  '42501': 'this user may not connect to this database. Grant it the right',
};

const certificates = /CERT|SIGNATURE|ISSUER|certificate/i;

/** Why PostgreSQL cannot be reached, and what to do next. Says nothing of the user or the password. */
export function whyNotConnected(error: unknown): string {
  const { code = '', message }: Fault = isError(error) ? error : { message: String(error) };
  const known = network[code] ?? refusals[code];
  if (known !== undefined) return known;
  if (code === '28000')
    return 'it does not let this user in from here. Look at its host-based access, or mend user and sslmode';
  if (/does not support SSL/i.test(message))
    return 'it speaks no TLS, which the address demands. Switch TLS on there, or take sslmode away';
  if (/startup parameter/i.test(message))
    return 'something before it, such as a pooler, refuses the startup parameter "options". Name PostgreSQL itself in DIRECT_DATABASE_URL';
  if (/SASL|password must be a string/.test(message)) return 'it wants a password, and the address has none. Add it';
  if (/timeout|terminated/i.test(message)) return `${network.ETIMEDOUT}`;
  if (certificates.test(code) || certificates.test(message))
    return 'its TLS certificate is not trusted here. Name its authority with sslrootcert, or mend the certificate';
  return `it cannot be used (${code || message}). Look at the log of that PostgreSQL`;
}

/** Why a server of this major version cannot be used, if it cannot. */
export const whyTooOld = (version: number): string | undefined =>
  version < oldest ? `it runs PostgreSQL ${version}. Name a PostgreSQL ${oldest} or newer` : undefined;

/** Why a migration was refused, where that is no fault of the migration. */
export function whyNotMigrated(error: unknown): string | undefined {
  if (!isError(error) || !('code' in error)) return undefined;
  switch (error.code) {
    case '42501':
      return `its user lacks a right (${error.message}). Grant it, or name the owner of the tables in DIRECT_DATABASE_URL`;
    case '25006':
      return 'it may only be read. Name the server that takes changes';
    case '53100':
      return 'its disk is full. Make room there';
    case '53300':
      return refusals['53300'];
    case '0A000':
    case '58P01':
      return `an extension is missing there (${error.message}). Install it with PostgreSQL`;
    default:
      return undefined;
  }
}
