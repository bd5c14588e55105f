/** Who may import whom, beyond those that everybody may. The test of the architecture enforces it; the page about it is made from it. */
export const importMap: Record<string, string[]> = {
  platform: [],
  college: [],
  people: [],
  courses: ['people'],
  ceu: ['people', 'courses'],
  certification: ['people', 'courses', 'ceu'],
  sessions: ['people', 'courses', 'certification'],
  enrolment: ['people', 'courses', 'sessions'],
  attendance: ['people', 'sessions', 'enrolment'],
  timetable: ['people', 'courses', 'certification', 'sessions', 'enrolment', 'attendance'],
  journals: [],
  outcomes: ['people', 'enrolment'],
  notifications: ['people'],
  reports: ['sessions'],
  operations: [],
  privacy: [
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

/** Every module may import these two; of them, only college may import platform. */
export const openToAll = ['platform', 'college'];

/** Folders that stand above the modules and put them together: the files of `src` itself, the demo college, the benchmark. */
export const above = ['', 'demo', 'bench'];

/** Kinds of file that another module may import. */
export const openKinds = ['service', 'module', 'dto', 'rules', 'decorators', 'personal'];
