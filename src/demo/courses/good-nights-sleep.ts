import { type DemoCourse, evening, openToAll, part } from './demo-course.js';

export const goodNightsSleep: DemoCourse = {
  title: "A Good Night's Sleep",
  topic: 'wellbeing',
  audience: [],
  content: {
    summary:
      'Why sleep goes astray when life is hard, and small changes that people with restless nights have found worth trying.',
    levelText: 'For everybody; bring your own nights, good and bad.',
    outcomes: [
      { text: 'I can say what helps and what disturbs my sleep.', chime: 'meaning' },
      { text: 'I have one small change to try this week.', chime: 'hope' },
    ],
    sessionPlans: [
      evening(
        1,
        'What a night is made of',
        [part('welcome', 'Arriving', 10), part('talk', 'How sleep works, in plain words', 35)],
        [
          part('discussion', 'What has helped us, what has not', 35),
          part('exercise', 'One small change', 15),
          part('reflection', 'What I take with me', 10),
        ],
      ),
    ],
    contentWarnings: [],
    whatToExpect:
      'One relaxed meeting. Two facilitators share what research says and what their own nights have taught them.',
    whatYouCanSkip: openToAll,
    deliveryModes: ['online', 'in_person'],
    capacityDefault: 12,
    cohortMinimum: 4,
    maxLearnersPerFacilitator: 10,
  },
};
