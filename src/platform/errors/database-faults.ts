import { QueryFailedError } from 'typeorm';
import type { Key } from '../../catalogues/catalogues.js';
import { isError } from './is-error.js';
import { platformRefusals } from './platform.refusals.js';
import { type AppError, type ProblemCode, refuse, statusOf } from './refusal.js';

/** What a constraint stands for: a code, and a sentence of its own where that of the code wants to be filled. */
type ConstraintRefusal = ProblemCode | { code: ProblemCode; sentence: Key };

const constraintRefusals = new Map<string, { code: ProblemCode; sentence?: Key }>();

/**
 * Says which refusal a violated database constraint stands for: `declareConstraints({ enrolment_one_live:
 * enrolmentRefusals.already_enrolled })`.
 */
export function declareConstraints(table: Record<string, ConstraintRefusal>): void {
  for (const [constraint, declared] of Object.entries(table)) {
    const refusal = typeof declared === 'string' ? { code: declared } : declared;
    statusOf(refusal.code);
    constraintRefusals.set(constraint, refusal);
  }
}

/** Every declared constraint with its refusal. */
export const declaredConstraints = (): ReadonlyMap<string, { code: ProblemCode; sentence?: Key }> => constraintRefusals;

interface DriverFault {
  code: string;
  constraint?: string;
  message: string;
  /** Where in Postgres it comes from, which no language of its messages changes. */
  routine?: string;
}

/**
 * The refusal for an error of Postgres, its driver or its pool; undefined when the error did not come from there or is
 * a defect of ours.
 */
export function databaseRefusal(error: unknown): AppError | undefined {
  const fault = driverFault(error);
  if (!fault) return undefined;
  if (fault.constraint !== undefined) {
    const declared = constraintRefusals.get(fault.constraint);
    if (declared) return refuse(declared.code, { ...(declared.sentence && { sentence: declared.sentence }) });
  }
  return refusalFor(fault);
}

/** Whether an error passes by itself: a lost connection, a server that starts or only reads, a lock, a lost race. */
export function passesByItself(error: unknown): boolean {
  const code = databaseRefusal(error)?.code;
  return code === 'unavailable' || code === 'busy';
}

/** Which constraint refused, for what must not be tried again. */
export const violatedConstraint = (error: unknown): string | undefined => driverFault(error)?.constraint;

/** Whether Postgres, its driver or its pool threw it. */
export const isDatabaseFault = (error: unknown): boolean => driverFault(error) !== undefined;

/** The SQLSTATE of an error, for the log and for retries. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = driverFault(error)?.code;
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/**
 * Whether the API's role lacks a right in the database. Row-level security refuses with the same SQLSTATE what somebody
 * may not write, and to them that is not there.
 */
export function isLackOfRights(error: unknown): boolean {
  const fault = driverFault(error);
  return fault?.code === '42501' && fault.routine !== 'ExecWithCheckOptions';
}

function refusalFor({ code, message, routine }: DriverFault): AppError | undefined {
  switch (code) {
    case '23505':
      return refuse(platformRefusals.already_exists);
    case '23P01':
      return refuse(platformRefusals.overlaps);
    case '23503':
      return message.startsWith('insert or update')
        ? refuse(platformRefusals.not_found)
        : refuse(platformRefusals.still_in_use);
    case '23514':
    case '23502':
      return refuse(platformRefusals.rule_not_met);
    case '40001':
    case '40P01':
    case '55P03':
      return refuse(platformRefusals.busy, { retryAfter: 1 });
    case '42501':
      return routine === 'ExecWithCheckOptions'
        ? refuse(platformRefusals.not_found)
        : refuse(platformRefusals.unavailable, { retryAfter: 5 });
    case '57014':
    case '57P01':
    case '57P02':
    case '57P03':
    case '25006':
    case '25P03':
    case '57P05':
    case 'lost':
      return refuse(platformRefusals.unavailable, { retryAfter: 2 });
  }
  if (code.startsWith('22')) return refuse(platformRefusals.invalid_value);
  if (code.startsWith('53') || code.startsWith('08')) return refuse(platformRefusals.unavailable, { retryAfter: 5 });
  return undefined;
}

const lostConnection = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** pg reports these without any code (pg 8.23, pg-pool 3), and TypeORM the last once a connection broke under it. */
const lostConnectionWords =
  /^(timeout exceeded when trying to connect|timeout expired|Connection terminated|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|Query runner already released)/;

function driverFault(error: unknown): DriverFault | undefined {
  const source: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (!isError(source)) return undefined;
  const { code, constraint, routine, severity, syscall, errors } = source as Error &
    Record<'code' | 'constraint' | 'routine' | 'severity' | 'syscall' | 'errors', unknown>;
  if (typeof code === 'string' && typeof severity === 'string') {
    return {
      code,
      message: source.message,
      ...(typeof constraint === 'string' && { constraint }),
      ...(typeof routine === 'string' && { routine }),
    };
  }
  // Where a name has several addresses, Node collects what each of them answered.
  const fromSocket = (typeof syscall === 'string' || Array.isArray(errors)) && lostConnection.has(String(code));
  if (fromSocket || lostConnectionWords.test(source.message)) return { code: 'lost', message: '' };
  return undefined;
}
