import { type DemoCourse, evening, openToAll, part } from './demo-course.js';

export const procrastination: DemoCourse = {
  title: 'Challenging Procrastination',
  topic: 'life_skills',
  audience: [],
  content: {
    summary:
      'Putting things off is rarely about laziness. We look at what it protects us from, and find first steps that are small enough.',
    outcomes: [
      { text: 'I can break something that I put off into a first step.', chime: 'empowerment' },
      { text: 'I can speak to myself in a kinder way when I am stuck.', chime: 'hope' },
    ],
    sessionPlans: [
      evening(
        1,
        'What is behind it',
        [part('welcome', 'Arriving', 10), part('talk', 'Why we put things off', 35)],
        [part('discussion', 'What it protects us from', 45), part('reflection', 'What I noticed', 15)],
      ),
      evening(
        2,
        'Small first steps',
        [part('discussion', 'What happened since', 30)],
        [part('exercise', 'Ten minutes on the thing', 40), part('reflection', 'What I take with me', 20)],
      ),
    ],
    contentWarnings: [],
    whatToExpect: 'Two meetings. In the second one everybody spends ten minutes on something of their own.',
    whatYouCanSkip: openToAll,
    deliveryModes: ['online', 'in_person'],
    capacityDefault: 12,
    cohortMinimum: 4,
    maxLearnersPerFacilitator: 10,
  },
};
