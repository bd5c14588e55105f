import type { CourseVersionBody } from '../courses/versions/course-version.dto.js';

export interface DemoCourse {
  title: string;
  topic: string;
  audience: string[];
  content: CourseVersionBody;
}

type Plan = NonNullable<CourseVersionBody['sessionPlans']>[number];
type Part = Plan['activities'][number];

const part = (kind: Part['kind'], title: string, minutes: number, extra: Partial<Part> = {}): Part => ({
  kind,
  title,
  minutes,
  allowableForCeu: true,
  skippable: false,
  ...extra,
});
const pause = (minutes: number): Part =>
  part('break', 'Tea, stretching, fresh air', minutes, { allowableForCeu: false, skippable: true });

const evening = (order: number, title: string, first: Part[], second: Part[]): Plan => {
  const minutes = (parts: Part[]) => parts.reduce((sum, each) => sum + each.minutes, 0);
  return {
    order,
    title,
    minutesContact: minutes(first) + minutes(second),
    minutesBreak: 15,
    activities: [...first, pause(15), ...second],
  };
};

const openToAll =
  'You can keep your camera off, stay quiet, step out and come back. Nobody is asked to tell their story.';

/** Six courses that recovery colleges offer; every text is the project's own. */
export const demoCourses: DemoCourse[] = [
  {
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
    title: 'Managing Your Inner Critic',
    topic: 'self_compassion',
    audience: [],
    content: {
      summary:
        'The voice that says "not good enough": where it learned its lines, what it wants, and how to answer it.',
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
  },
];
