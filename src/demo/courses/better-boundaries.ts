import { type DemoCourse, evening, openToAll, part } from './demo-course.js';

export const betterBoundaries: DemoCourse = {
  title: 'Building Better Boundaries',
  topic: 'relationships',
  audience: [],
  content: {
    semver: '1.2.0',
    summary: 'Where our boundaries come from, how to notice them in time, and how to say a kind and clear no.',
    levelText: 'For everybody; no experience needed.',
    outcomes: [
      { text: 'I can notice when one of my boundaries is near.', chime: 'identity' },
      { text: 'I can say no in words of my own.', chime: 'empowerment' },
      { text: 'I know who stands by me when a boundary is hard to keep.', chime: 'connectedness' },
    ],
    sessionPlans: [
      evening(
        1,
        'What a boundary is',
        [part('welcome', 'Arriving and agreeing how we are together', 15), part('talk', 'Kinds of boundaries', 30)],
        [
          part('discussion', 'Where do mine come from?', 35, {
            contentWarningCodes: ['family_conflict'],
            skippable: true,
          }),
          part('reflection', 'What I noticed', 25),
        ],
      ),
      evening(
        2,
        'Saying no, saying yes',
        [part('welcome', 'What happened since', 15), part('exercise', 'Trying out words', 45)],
        [
          part('discussion', 'When others do not like it', 30, {
            contentWarningCodes: ['family_conflict'],
            skippable: true,
          }),
          part('reflection', 'What I take with me', 15),
        ],
      ),
    ],
    materials: [
      {
        title: 'Worksheet: my boundaries',
        format: 'PDF',
        url: 'https://files.demo.example/boundaries.pdf',
        alternativeFormats: [{ format: 'Large print', url: 'https://files.demo.example/boundaries-large.pdf' }],
      },
    ],
    contentWarnings: [{ code: 'family_conflict', words: 'We talk about conflict with people who are close to us.' }],
    categoryMinutes: [
      { category: 'boundaries', minutes: 150 },
      { category: 'ethics', minutes: 60 },
    ],
    whatToExpect:
      'Two meetings of two hours with a break. We talk, try out words in pairs if you like, and leave time for quiet.',
    whatYouCanSkip: openToAll,
    deliveryModes: ['in_person', 'online', 'hybrid'],
    capacityDefault: 12,
    cohortMinimum: 3,
    maxLearnersPerFacilitator: 10,
  },
};
