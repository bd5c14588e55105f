import { type DemoCourse, evening, openToAll, part } from './demo-course.js';

export const currentEvents: DemoCourse = {
  title: 'Coping with Current Events',
  topic: 'wellbeing',
  audience: ['supporters'],
  content: {
    summary:
      'Staying informed without being swept away: news habits, conversations that go wrong, and what we can do in our own place.',
    outcomes: [
      { text: 'I have news habits that I chose myself.', chime: 'empowerment' },
      { text: 'I know one thing that I can do where I live.', chime: 'meaning' },
    ],
    sessionPlans: [
      evening(
        1,
        'The news and I',
        [part('welcome', 'Arriving', 10), part('talk', 'What headlines do to a nervous system', 35)],
        [
          part('discussion', 'What keeps me up', 40, { contentWarningCodes: ['distressing_news'], skippable: true }),
          part('reflection', 'My own dose', 20),
        ],
      ),
    ],
    contentWarnings: [
      { code: 'distressing_news', words: 'We talk about wars, disasters and arguments over them, without pictures.' },
    ],
    whatToExpect: 'One meeting without slides of the news. No opinion is asked for.',
    whatYouCanSkip: openToAll,
    deliveryModes: ['online'],
    capacityDefault: 15,
    cohortMinimum: 4,
    maxLearnersPerFacilitator: 10,
  },
};
