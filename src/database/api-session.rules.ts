/** What a connection of the API's pool found out about itself. */
export interface ApiSession {
  /** Who signed in, and where; as whom it works. */
  login: string;
  database: string;
  user: string;
  /** It passes over row-level security: a superuser, or with BYPASSRLS. */
  bypasses: boolean;
  /** Tables for which row-level security does not hold here. */
  open: string[];
  settings: Settings;
}

export type Settings = Readonly<Record<string, string>>;

/** What it should be. */
export interface Promised {
  role: string;
  settings: Settings;
  /** A pooler stands in between, so the login has the settings. */
  isPooled: boolean;
}

/** Why the API must not work on connections like this one, and what to do next; undefined where all is as promised. */
export function whyNotSafe(session: ApiSession, promised: Promised): string | undefined {
  const { user, bypasses, open } = session;
  if (bypasses && user === promised.role)
    return `the role ${user} passes over row-level security. Run: alter role ${user} nosuperuser nobypassrls`;
  if (open.length > 0 && user === promised.role)
    return `row-level security does not hold for the role ${user} in ${open.join(', ')}. Give these tables back to their owner`;
  const lost = lostSettings(session.settings, promised.settings);
  if (lost.length === 0) return undefined;
  const found = bypasses || open.length > 0 ? openAs(user, promised.role) : whatIsLost(session.settings, lost);
  return `${found} ${promised.isPooled ? `Run: ${settingStatement(session, Object.fromEntries(lost))}` : nameTheServer}`;
}

/** Why a login cannot be the API's behind a pooler: on a connection that lost its role nothing would be hidden from it. */
export const whyNoLogin = (login: string, role: string): string =>
  `behind a pooler the API needs a login that owns no tables and does not pass over row-level security, and ` +
  `"${login}" does. Run as an administrator: create role college_api login password '…'; grant ${role} to college_api; ` +
  `and name it in DATABASE_URL, the owner of the tables in DIRECT_DATABASE_URL`;

/** The settings that are not as promised, with what they should be. */
export const lostSettings = (settings: Settings, promised: Settings): [string, string][] =>
  Object.entries(promised).filter(([name, value]) => settings[name] !== value);

/** What gives a login its settings in one database; connections that begin later have them. */
export const settingStatement = (
  { login, database }: Pick<ApiSession, 'login' | 'database'>,
  settings: Settings,
): string =>
  Object.entries(settings)
    .map(([name, value]) => `alter role ${quoted(login)} in database ${quoted(database)} set ${name} = '${value}'`)
    .join('; ');

/** The first of the settings that are lost, and how many more. */
export function whatIsLost(settings: Settings, lost: [string, string][]): string {
  const [name = '', value = ''] = lost[0] ?? [];
  const more = lost.length > 1 ? ` (and ${lost.length - 1} more settings)` : '';
  return `its connections do not have their settings: ${name} is ${settings[name] ?? 'unknown'}, not ${value}${more}.`;
}

const openAs = (user: string, role: string): string =>
  `its connections work as "${user}" and not as ${role}, so row-level security does not hold for them.`;

const nameTheServer =
  'Something in between, such as a pooler, drops the startup parameter "options": name PostgreSQL itself in ' +
  'DIRECT_DATABASE_URL, as the login that owns the tables, and another login in DATABASE_URL';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
