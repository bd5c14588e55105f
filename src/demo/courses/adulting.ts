import { type DemoCourse, evening, openToAll, part } from './demo-course.js';

export const adulting: DemoCourse = {
  title: 'Adulting 101',
  topic: 'life_skills',
  audience: ['young_adults'],
  content: {
    summary:
      'Letters, money, cooking for one, asking for help: the everyday things that nobody explains, tried out together.',
    outcomes: [
      { text: 'I know where to start with a letter or a bill that frightens me.', chime: 'empowerment' },
      { text: 'I have met others who find everyday things hard.', chime: 'connectedness' },
    ],
    sessionPlans: [
      evening(
        1,
        'Paper and money',
        [part('welcome', 'Arriving', 10), part('talk', 'A first look at a budget', 35)],
        [
          part('exercise', 'Opening the pile', 45, { contentWarningCodes: ['debt'], skippable: true }),
          part('reflection', 'What I take with me', 15),
        ],
      ),
      evening(
        2,
        'Food and home',
        [part('discussion', 'What makes a home mine', 40)],
        [part('exercise', 'Three meals from one pot', 50), part('reflection', 'What I take with me', 15)],
      ),
      evening(
        3,
        'Asking for help',
        [part('discussion', 'Whom I can ask', 40)],
        [part('exercise', 'Writing the message', 50), part('reflection', 'What I take with me', 15)],
      ),
    ],
    contentWarnings: [{ code: 'debt', words: 'We talk about debt and about letters that are hard to open.' }],
    whatToExpect: 'Three lively meetings with things to try out. Bring a question that you never dared to ask.',
    whatYouCanSkip: openToAll,
    minimumAge: 18,
    deliveryModes: ['in_person'],
    capacityDefault: 10,
    cohortMinimum: 4,
    maxLearnersPerFacilitator: 8,
  },
};
