import { RefusedWhen } from '../../platform/errors/refused-when.decorator.js';
import { peopleRefusals } from '../people.refusals.js';
import { weakPassword } from '../sign-in/password.rules.js';

/** The address in `email` is one to which letters can go, in the form that `canonical` gives it. */
export const UsableEmail = (canonical: (typed: string) => string | undefined) =>
  RefusedWhen<{ email: string }>(['email'], ({ email }) =>
    canonical(email) === undefined ? { code: peopleRefusals.email_unusable, field: 'email' } : undefined,
  );

/** The new password keeps others out; it does not hold what the account is called, where that is sent too. */
export const StrongPassword = <Field extends string, Account extends string = never>(field: Field, account?: Account) =>
  RefusedWhen<Record<Field, string> & { [Each in Account]: unknown }>([field], async (sent) => {
    const name: unknown = account && sent[account];
    const code = await weakPassword(sent[field], typeof name === 'string' ? name : '');
    return code && { code, field };
  });
