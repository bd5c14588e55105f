/** What a connection of the API's pool found out about itself. */
export interface ApiSession {
  /** Who signed in, and as whom it works. */
  login: string;
  user: string;
  /** It passes over row-level security: a superuser, or with BYPASSRLS. */
  bypasses: boolean;
  /** Tables for which row-level security does not hold here. */
  open: string[];
  settings: Readonly<Record<string, string>>;
}

/** What it should be. */
export interface Promised {
  role: string;
  settings: Readonly<Record<string, string>>;
  /** The same login owns the tables. */
  ownsTables: boolean;
}

/** Why the API must not work on connections like this one, and what to do next; undefined where all is as promised. */
export function whyNotSafe(session: ApiSession, promised: Promised): string | undefined {
  const { login, user, bypasses, open } = session;
  const lost = Object.entries(promised.settings).filter(([name, value]) => session.settings[name] !== value);
  if (bypasses && user === promised.role)
    return `the role ${user} passes over row-level security. Run: alter role ${user} nosuperuser nobypassrls`;
  if (open.length > 0 && user === promised.role)
    return `row-level security does not hold for the role ${user} in ${open.join(', ')}. Give these tables back to their owner`;
  if (bypasses || open.length > 0)
    return (
      `its connections work as "${user}" and not as ${promised.role}, so row-level security does not hold for them. ` +
      mend(login, [['role', promised.role], ...lost], promised.ownsTables || bypasses)
    );
  if (lost.length === 0) return undefined;
  const [name = '', value = ''] = lost[0] ?? [];
  const more = lost.length > 1 ? ` (and ${lost.length - 1} more settings)` : '';
  return (
    `its connections do not keep what they begin with: ${name} is ${session.settings[name] ?? 'unknown'}, not ${value}${more}. ` +
    mend(login, lost, promised.ownsTables)
  );
}

/** A role that a login always takes on would take the migrations their rights, were it the same login. */
function mend(login: string, settings: [string, string][], needsLogin: boolean): string {
  const who = `"${login.replaceAll('"', '""')}"`;
  const takesRole = settings.some(([name]) => name === 'role');
  const statements = settings.map(([name, value]) => `alter role ${who} set ${name} = '${value}'`).join('; ');
  return (
    'Something in between, such as a pooler, drops the startup parameter "options": let it pass, or ' +
    (takesRole && needsLogin
      ? `name a login of its own for the API, which owns nothing, and the owner in MIGRATION_DATABASE_URL; and run for that login what stands for this one here: ${statements}`
      : `run: ${statements}`)
  );
}
