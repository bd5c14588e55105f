import type { CollegeTextBody } from '../college/college-text.dto.js';

/** Made up for the demo, and said so in the text: no college should take these words as its own. */
export const demoCharter: CollegeTextBody = {
  language: 'en-CA',
  title: 'Charter of Riverbend Recovery College (made up for this demo)',
  sections: [
    {
      heading: 'Who we are',
      paragraphs: [
        'Riverbend is a made-up college. Everybody here is a student, whoever they are outside.',
        'Courses are made and held together by people who have lived through it and people who have learned about it.',
      ],
    },
    {
      heading: 'How we are together',
      paragraphs: [
        'We listen, and we let each other finish. Nobody has to tell anything.',
        'What somebody says about themselves stays in the room. That somebody studies here is theirs alone to tell.',
      ],
    },
    {
      heading: 'When something is hard',
      paragraphs: [
        'Everybody can leave a session and come back. Whoever is missed is asked how they are, if they like.',
      ],
    },
  ],
  material: false,
};

export const demoPrivacyNotice: CollegeTextBody = {
  language: 'en-CA',
  title: 'What Riverbend keeps about you (made up for this demo)',
  sections: [
    {
      heading: 'What we keep',
      paragraphs: [
        'Your chosen name, how you may safely be reached, what you book and whether you came. Never a diagnosis.',
        'What you write in your journal and your plans is sealed under a key of your own.',
      ],
    },
    {
      heading: 'What you can do',
      paragraphs: [
        'You can take everything home, pause, leave without losing anything, or have it erased, at any time.',
      ],
    },
  ],
  material: false,
};
