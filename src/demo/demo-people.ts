import type { EligibilityBasis } from '../people/registration/registration.rules.js';
import type { Role } from '../platform/actor.js';

export interface DemoPerson {
  key: string;
  chosenName: string;
  pronouns: string;
  roles: Role[];
  /** In which way they come to the college, if not with lived experience. */
  basis?: EligibilityBasis;
}

/** The password of every demo account. The demo lives on one's own machine and holds no real person. */
export const demoPassword = 'a calm place to learn';

export const demoEmail = (key: string) => `${key}@demo.example`;

const learner = (chosenName: string, basis: EligibilityBasis = 'lived_experience'): DemoPerson => ({
  key: (chosenName.split(' ')[0] ?? '').toLowerCase(),
  chosenName,
  pronouns: 'they/them',
  roles: ['learner'],
  basis,
});

/** Learners who have been here for a while. */
const learners = [
  ...[
    'Eve Harbour',
    'Fay Meadow',
    'Gil Thistle',
    'Hana Cove',
    'Ike Bramble',
    'Joss Ember',
    'Kit Rowan',
    'Lou Sparrow',
    'Mika Tide',
    'Nell Clover',
    'Oz Birch',
    'Pia Sorrel',
  ].map((name) => learner(name)),
  ...['Quin Dale', 'Rae Willow', 'Sol Heron', 'Tam Acorn', 'Uma Frost'].map((name) => learner(name, 'supporter')),
  ...['Vic Otter', 'Wes Linden', 'Yara Moss'].map((name) => learner(name, 'staff')),
];

/** Their keys, in the same order. */
export const learnerKeys = learners.map(({ key }) => key);

/** Everybody here is made up. */
export const demoPeople: DemoPerson[] = [
  { key: 'admin', chosenName: 'Marlow Quill', pronouns: 'they/them', roles: ['learner', 'administrator'] },
  { key: 'admin-two', chosenName: 'Saffron Vale', pronouns: 'she/her', roles: ['learner', 'administrator'] },
  { key: 'coordinator', chosenName: 'Juniper Holt', pronouns: 'she/her', roles: ['learner', 'coordinator'] },
  { key: 'ada', chosenName: 'Ada Wren', pronouns: 'she/her', roles: ['learner', 'facilitator'] },
  { key: 'ben', chosenName: 'Ben Arrow', pronouns: 'he/him', roles: ['learner', 'facilitator'] },
  { key: 'cy', chosenName: 'Cy Lantern', pronouns: 'they/them', roles: ['learner'] },
  { key: 'dee', chosenName: 'Dee Marsh', pronouns: 'she/her', roles: ['learner', 'panel_member'] },
  { key: 'iris', chosenName: 'Iris Fenn', pronouns: 'she/her', roles: ['learner', 'facilitator'] },
  { key: 'noor', chosenName: 'Noor Pebble', pronouns: 'he/him', roles: ['learner', 'facilitator'] },
  { key: 'analyst', chosenName: 'Tally Brook', pronouns: 'they/them', roles: ['analyst'] },
  { key: 'learner', chosenName: 'Robin Lake', pronouns: 'they/them', roles: ['learner'] },
  ...learners,
];
