/** How IANA begins the names of places, and UTC. Everything else in its lists is an abbreviation or an old name. */
const place = /^((Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/|UTC$)/i;

/** What clocks are called (`EST`, `CET`, `EST5EDT`): several places share each of them. */
const abbreviation = /^([a-z]{2,3}t|[a-z]{3}\d[a-z]{2}t)$/i;

/** What the runtime calls places that IANA spells anew. */
const respelled: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/**
 * The place that somebody means by the name of a time zone, as IANA spells it now, or UTC; undefined where it is not the
 * name of a place (BR-178).
 */
export const timeZoneNamed = (typed: unknown): string | undefined =>
  typeof typed === 'string' && place.test(typed) ? placeBehind(typed) : undefined;

/** The name to use instead of one that was refused, where only one place can be meant. */
export const timeZoneMeant = (typed: unknown): string | undefined =>
  typeof typed === 'string' && !abbreviation.test(typed) ? placeBehind(typed) : undefined;

function placeBehind(typed: string): string | undefined {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: typed }).resolvedOptions();
    return place.test(timeZone) ? (respelled[timeZone] ?? timeZone) : undefined;
  } catch {
    return undefined;
  }
}
