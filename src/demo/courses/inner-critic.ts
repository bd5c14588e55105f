import { type DemoCourse, evening, openToAll, part } from './demo-course.js';

export const innerCritic: DemoCourse = {
  title: 'Managing Your Inner Critic',
  topic: 'self_compassion',
  audience: [],
  content: {
    summary: 'The voice that says "not good enough": where it learned its lines, what it wants, and how to answer it.',
    outcomes: [
      { text: 'I can tell the voice of my inner critic from my own.', chime: 'identity' },
      { text: 'I have an answer that I can give it.', chime: 'hope' },
    ],
    sessionPlans: [
      evening(
        1,
        'Meeting the critic',
        [part('welcome', 'Arriving', 15), part('talk', 'What an inner critic is', 30)],
        [
          part('exercise', 'Writing down its lines', 35, {
            contentWarningCodes: ['self_criticism'],
            skippable: true,
          }),
          part('reflection', 'What I noticed', 20),
        ],
      ),
      evening(
        2,
        'Where it learned to speak',
        [part('discussion', 'Voices from before', 40, { contentWarningCodes: ['self_criticism'], skippable: true })],
        [part('exercise', 'A portrait in colours', 45), part('reflection', 'What I noticed', 15)],
      ),
      evening(
        3,
        'Answering',
        [part('discussion', 'Answers that worked for us', 40)],
        [part('exercise', 'Writing my answer', 45), part('reflection', 'What I noticed', 15)],
      ),
      evening(
        4,
        'Keeping at it',
        [part('discussion', 'What happened since', 40)],
        [part('exercise', 'A letter to the weeks to come', 45), part('reflection', 'What I take with me', 20)],
      ),
    ],
    contentWarnings: [
      {
        code: 'self_criticism',
        words: 'We write down hard things that we say to ourselves; nobody has to read them out.',
      },
    ],
    whatToExpect: 'Four meetings with writing and drawing. What you write stays yours.',
    whatYouCanSkip: openToAll,
    deliveryModes: ['in_person', 'online'],
    capacityDefault: 12,
    cohortMinimum: 4,
    maxLearnersPerFacilitator: 10,
  },
};
