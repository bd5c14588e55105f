/**
 * Who may import whom, beyond those that everybody may. The test of the architecture enforces it; the page about it is
 * made from it.
 */
export const importMap: Record<string, string[]> = {
  catalogues: [],
  platform: [],
  college: [],
  certificates: [],
  people: [],
  courses: ['people'],
  ceu: ['certificates', 'people', 'courses'],
  certification: ['certificates', 'people', 'courses', 'ceu'],
  sessions: ['people', 'courses', 'certification'],
  enrolment: ['people', 'courses', 'sessions'],
  attendance: ['certificates', 'people', 'courses', 'sessions', 'enrolment'],
  timetable: ['people', 'courses', 'certification', 'sessions', 'enrolment', 'attendance'],
  journals: [],
  outcomes: ['people', 'sessions', 'enrolment'],
  notifications: ['people'],
  reports: ['sessions'],
  operations: [],
  privacy: [
    'certificates',
    'people',
    'courses',
    'ceu',
    'certification',
    'sessions',
    'enrolment',
    'attendance',
    'timetable',
    'journals',
    'outcomes',
    'notifications',
  ],
};

export type Beyond = 'all' | { tables: string[] } | { into: string };

/**
 * Tables of a module that the map does not let another import, and that its statements name all the same. Reports count
 * and operations audit what all modules do. Journals import nobody, so that nothing of them leaks into a service of
 * another module, but show who wrote and who may read. Credit for presenting a course asks of which course a run was. The log of who
 * looked asks whose a record is by the text that a controller declares. A run is locked with what whoever locks it asks
 * besides, such as its queue.
 */
export const tablesBeyondTheMap: Record<string, Beyond> = {
  reports: 'all',
  operations: 'all',
  journals: { tables: ['person'] },
  ceu: { tables: ['run'] },
  sessions: { tables: ['enrolment'] },
  platform: { into: 'record_read' },
};

/** Every module may import these three; of them, each may import those before it. */
export const openToAll = ['catalogues', 'platform', 'college'];

/** Which of the modules that are open to all this one may import. */
export const openTo = (name: string): string[] =>
  openToAll.includes(name) ? openToAll.slice(0, openToAll.indexOf(name)) : openToAll;

/**
 * Folders that stand above the modules and put them together: the entry points, the list of modules, what follows in one
 * from what happens in another, commands, the demo college.
 */
export const above = ['', 'app', 'backup', 'commands', 'database', 'demo', 'reactions', 'embedded-postgres'];

/**
 * The same inside platform: each of its folders may import those above it in this list, and the loose files. Only the
 * module that puts platform together imports all.
 */
export const platformOrder = [
  'text',
  'errors',
  'pictures',
  'logging',
  'tracing',
  'database',
  'states',
  'personal',
  'keys',
  'files',
  'discovery',
  'jobs',
  'endings',
  'events',
  'restores',
  'mail',
  'names',
  'disclosure',
  'audit',
  'limits',
  'access',
  'http',
  'batches',
  'listing',
  'shown',
  'csv',
  'openapi',
  'health',
  'metrics',
];

/** Kinds of file that another module may import. */
export const openKinds = ['service', 'module', 'dto', 'rules', 'sql', 'decorators', 'personal'];
