import { learnerKeys } from './demo-people.js';
import type { DemoRun, DemoVenues } from './run-story.js';

/** A run of the term that is over, with everything that a report tells of it. */
export interface PastRun extends DemoRun {
  /**
   * How each learner attended, a letter for each session: present, apology, did not come. Whoever has none waited for a
   * place and got none.
   */
  attended: string;
  /** How each of those who answered liked it: one digit for hope, one for skills. */
  evaluations: string;
  /** What each of those who measured themselves scored before and after. */
  scores?: string;
}

/** The course that the college gives credit for. */
export const creditedCourse = 'Building Better Boundaries';

/**
 * Three runs with enough people in them that a college may publish figures, and with groups so small that some of them
 * stay hidden.
 */
export function lastTermsRuns(
  versions: Map<string, string>,
  { lastTermId: termId, venueId, roomId }: DemoVenues,
): PastRun[] {
  const of = (title: string): string => versions.get(title) ?? '';
  return [
    {
      run: {
        termId,
        versionId: of(creditedCourse),
        mode: 'in_person',
        venueId,
        capacity: { kind: 'limited', places: 14 },
      },
      peer: 'ada',
      learned: 'ben',
      days: [-164, -157],
      hour: 10,
      learners: learnerKeys.slice(0, 14),
      attended: 'pp pp pp pp pp pp pp pa pa ap pa pa dp pd',
      evaluations: '54 53 44 35 54 34 43 55 33 44 45',
      scores: '11-14 9-13 14-15 12-12 8-13 10-15 15-14 13-16 9-12 11-15 12-16',
    },
    {
      run: {
        termId,
        versionId: of('Challenging Procrastination'),
        mode: 'online',
        onlineRoomId: roomId,
        capacity: { kind: 'limited', places: 12 },
      },
      peer: 'iris',
      learned: 'noor',
      days: [-161, -154],
      hour: 18,
      learners: learnerKeys.slice(3, 20),
      attended: 'pp pp pp pp pp pp pd pd pd pa pa pa',
      evaluations: '54 34 45 43 55 44 32 54',
    },
    {
      run: {
        termId,
        versionId: of(creditedCourse),
        mode: 'online',
        onlineRoomId: roomId,
        capacity: { kind: 'limited', places: 12 },
      },
      peer: 'iris',
      learned: 'ben',
      days: [-145, -138],
      hour: 17,
      learners: learnerKeys.slice(8, 20),
      attended: 'pp pp pp pp pp pp pp pp pd pd pa pa',
      evaluations: '45 43 54 44 53 55',
    },
  ];
}
